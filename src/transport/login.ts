import type { IdentityFiles } from './identities.ts';
import { type LoginAttempt, OrderedAgent, type ParsedIdentity } from './ssh.ts';
import type { Identity, SshSettings } from './ssh-settings.ts';
import type { ConnectOptions } from './transport.ts';

interface Key {
  readonly identity: Identity;
  readonly parsed: ParsedIdentity;
}

/**
 * The ways to log in, in their order: keys that somebody named, the agent, then the usual key files and what had to be
 * passed over. A key that the agent offers is not offered a second time: sshd counts every one (MaxAuthTries, 6 by default).
 * @throws RmqctlError IDENTITY_UNREADABLE
 */
export async function loginAttempts(
  settings: SshSettings,
  files: IdentityFiles,
  notice: ConnectOptions['notice'],
): Promise<LoginAttempt[]> {
  const read = settings.identities.map(async (identity) => ({
    identity,
    parsed: await files.read(identity, settings.host),
  }));
  const keys = (await Promise.all(read)).filter((key): key is Key => key.parsed !== undefined);
  const offered = new Set<string>();
  const attempt = ({ identity, parsed }: Key): LoginAttempt =>
    parsed.kind === 'private'
      ? keyAttempt(identity.path, parsed, { user: settings.user, offered })
      : passedOver(identity.path, parsed, { offered, notice: (message) => notice(message, settings.host) });

  const comesFirst = ({ identity, parsed }: Key) => identity.from !== 'default' && parsed.kind === 'private';
  return [
    ...keys.filter(comesFirst).map(attempt),
    ...agentAttempt(settings, keys, offered),
    ...keys.filter((key) => !comesFirst(key)).map(attempt),
  ];
}

type PrivateKey = Extract<ParsedIdentity, { kind: 'private' }>;
type UnusableKey = Exclude<ParsedIdentity, PrivateKey>;

function keyAttempt(
  path: string,
  parsed: PrivateKey,
  { user, offered }: { user: string; offered: Set<string> },
): LoginAttempt {
  return () => {
    if (offered.has(parsed.public)) return undefined;
    offered.add(parsed.public);
    return { label: () => `the key ${path}`, method: { type: 'publickey', username: user, key: parsed.key } };
  };
}

interface PassedOver {
  readonly offered: ReadonlySet<string>;
  readonly notice: (message: string) => void;
}

/** Said only when its turn comes: most keys with a passphrase are in the agent, and nobody needs to hear of them. */
function passedOver(path: string, parsed: UnusableKey, { offered, notice }: PassedOver): LoginAttempt {
  return () => {
    if ('public' in parsed && parsed.public !== undefined && offered.has(parsed.public)) return undefined;
    if (parsed.kind !== 'encrypted') return { label: () => `${path} (passed over: no private key in it)` };
    notice(
      `the key ${path} was passed over, it has a passphrase: run "ssh-add ${path}" or set RMQCTL_KEY_PASSPHRASE`,
    );
    return { label: () => `${path} (passed over: it has a passphrase)` };
  };
}

function agentAttempt(settings: SshSettings, keys: readonly Key[], offered: Set<string>): LoginAttempt[] {
  const { agent: socket, user, identitiesOnly } = settings;
  if (socket === undefined) return [];
  const named = keys.filter(({ identity }) => identity.from !== 'default');
  const first = named.flatMap(({ parsed }) =>
    'public' in parsed && parsed.public !== undefined ? [parsed.public] : [],
  );
  return [
    () => {
      let count = 0;
      const onOffer = (publicKeys: readonly string[]) => {
        count = publicKeys.length;
        publicKeys.forEach((key) => offered.add(key));
      };
      const agent = new OrderedAgent({
        socket,
        first,
        only: identitiesOnly,
        except: new Set(offered),
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
