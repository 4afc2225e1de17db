import { ExitCode, RmqctlError } from '../errors.ts';

/** So much of what a host said is repeated, in characters. */
const REPEATED = 500;

export interface Silence {
  /** "exit status 1" */
  readonly how: string;
  /** what came on standard output before an answer should have begun, and on standard error */
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A host that lets the user in and then runs nothing: its login shell is nologin, sshd has a ForceCommand, or there is no sh.
 * What it said instead is the best there is to tell.
 */
export function loginRefusesCommands(host: string, { how, stdout, stderr }: Silence): RmqctlError {
  const said = [stdout, stderr].flatMap((text) => text.trim().slice(-REPEATED) || []).join('\n');
  const words = said === '' ? 'it said nothing' : `it said: ${said}`;
  return new RmqctlError(
    'INCOMPLETE_ANSWER',
    `the login on ${host} works, but what was sent to its shell did not run (${how}); ${words}`,
    {
      host,
      hint:
        'look at the login user’s shell there (nologin?) and at ForceCommand in sshd_config, or log in as another user (ssh.user); ' +
        'rmqctl needs a POSIX sh and coreutils: `ssh HOST sh` has to take commands',
      exit: ExitCode.connect,
    },
  );
}
