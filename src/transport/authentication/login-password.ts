import type { LoginAttempt } from '../ssh/ssh-login.ts';

/**
 * Logs in by password: by the method of that name, else by answering the one hidden question that keyboard-interactive asks
 * in its place. Tried once, whichever it is: a wrong password sent twice can lock a user out.
 */
export function passwordAttempt(user: string, password: string): LoginAttempt {
  return (accepts) => {
    if (accepts.includes('password'))
      return { label: () => 'the password', method: { type: 'password', username: user, password } };
    if (!accepts.includes('keyboard-interactive')) return { label: () => 'no password (it takes none)' };
    let asked = 0;
    return {
      label: () => 'the password, by keyboard-interactive',
      method: {
        type: 'keyboard-interactive',
        username: user,
        prompt: (...[, , , prompts, answer]) => {
          asked += prompts.length;
          const mayAnswer = asked === 1 && prompts.length === 1 && prompts[0]?.echo !== true;
          answer(prompts.map(() => (mayAnswer ? password : '')));
        },
      },
    };
  };
}
