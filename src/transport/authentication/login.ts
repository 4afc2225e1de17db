import { OrderedAgent } from './agent.ts';
import type { Certificate } from './certificate.ts';
import { certificateBeside, type IdentityFiles } from './identities.ts';
import type { LoginAttempt } from '../ssh/ssh-login.ts';
import type { ParsedIdentity } from '../ssh/ssh2.ts';
import { certifiedKey } from '../ssh/ssh2-internals.ts';
import type { Identity, SshSettings } from '../ssh/ssh-settings.ts';
import type { ConnectOptions } from '../transport.ts';

interface Key {
  readonly identity: Identity;
  readonly parsed: ParsedIdentity;
}

/** What one way to log in has to know of the others. */
interface Login {
  readonly settings: SshSettings;
  /** public keys and certificates in base64: sshd counts every one that is offered (MaxAuthTries, 6 by default) */
  readonly offered: Set<string>;
  readonly certificates: readonly Certificate[];
  readonly notice: (message: string) => void;
}

/**
 * The ways to log in, in their order: keys that somebody named, the agent, then the usual key files and what had to be
 * passed over. A key's certificate comes before the key. No key is offered twice.
 * @throws RmqctlError IDENTITY_UNREADABLE
 */
export async function loginAttempts(
  settings: SshSettings,
  files: IdentityFiles,
  options: Pick<ConnectOptions, 'notice' | 'keyPassphrase'>,
): Promise<LoginAttempt[]> {
  const read = settings.identities.map(async (identity) => ({
    identity,
    parsed: await files.read(identity, settings.host),
  }));
  const keys = (await Promise.all(read)).filter((key): key is Key => key.parsed !== undefined);
  const beside = settings.identities.map(({ path }) => certificateBeside(path));
  const login: Login = {
    settings,
    offered: new Set(),
    certificates: await files.certificates([...settings.certificates, ...beside]),
    // where a person will be asked for the passphrase there is nothing to tell
    notice: (message) => {
      if (options.keyPassphrase === undefined) options.notice(message, settings.host);
    },
  };
  const attempts = (key: Key) => keyAttempts(key, login);
  const comesFirst = ({ identity, parsed }: Key) => identity.from !== 'default' && parsed.kind === 'private';
  return [
    ...keys.filter(comesFirst).flatMap(attempts),
    ...agentAttempt(keys, login),
    ...keys.filter((key) => !comesFirst(key)).flatMap(attempts),
  ];
}

function keyAttempts({ identity: { path }, parsed }: Key, login: Login): LoginAttempt[] {
  if (parsed.kind !== 'private') return [passedOver(path, parsed, login)];
  const { key } = parsed;
  const certified = login.certificates.filter(
    (certificate) => certificate.key.toString('base64') === parsed.public,
  );
  return [
    ...certified.map((certificate) => ({
      key: certifiedKey(key, certificate),
      label: `the certificate "${certificate.id}" of the key ${path}`,
    })),
    { key, label: `the key ${path}` },
  ].map(({ key: offer, label }) => () => {
    const blob = offer.getPublicSSH().toString('base64');
    if (login.offered.has(blob)) return undefined;
    login.offered.add(blob);
    return {
      label: () => label,
      method: { type: 'publickey', username: login.settings.user, key: offer },
    };
  });
}

type UnusableKey = Exclude<ParsedIdentity, { kind: 'private' }>;

/** Said only when its turn comes: most keys with a passphrase are in the agent, and nobody needs to hear of them. */
function passedOver(path: string, parsed: UnusableKey, { offered, notice }: Login): LoginAttempt {
  return () => {
    if ('public' in parsed && parsed.public !== undefined && offered.has(parsed.public)) return undefined;
    if (parsed.kind !== 'encrypted') return { label: () => `${path} (passed over: no private key in it)` };
    notice(
      `the key ${path} was passed over, it has a passphrase: run "ssh-add ${path}" or set RMQCTL_KEY_PASSPHRASE`,
    );
    return { label: () => `${path} (passed over: it has a passphrase)` };
  };
}

function agentAttempt(keys: readonly Key[], { settings, offered, certificates }: Login): LoginAttempt[] {
  const { agent: socket, user, identitiesOnly } = settings;
  if (socket === undefined) return [];
  const named = keys.flatMap(({ identity, parsed }) =>
    identity.from !== 'default' && 'public' in parsed && parsed.public !== undefined ? [parsed.public] : [],
  );
  const certified = certificates
    .filter(({ key }) => named.includes(key.toString('base64')))
    .map(({ blob }) => blob.toString('base64'));
  return [
    () => {
      let count = 0;
      const onOffer = (publicKeys: readonly string[]) => {
        count = publicKeys.length;
        publicKeys.forEach((key) => offered.add(key));
      };
      const agent = new OrderedAgent({
        socket,
        first: [...certified, ...named],
        only: identitiesOnly,
        except: new Set(offered),
        certificates,
        onOffer,
      });
      return {
        label: () =>
          count === 0 ? 'the agent (no keys)' : `the agent (${count} ${count === 1 ? 'key' : 'keys'})`,
        method: { type: 'agent', username: user, agent },
      };
    },
  ];
}

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
