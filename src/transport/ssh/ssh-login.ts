import type { Duplex } from 'node:stream';
import type { RmqctlError } from '../../errors.ts';
import { type HostKey, hostKeyOf } from '../host-keys/known-hosts.ts';
import { connectError, loginRefused, connectTimedOut, unreachable } from './ssh-errors.ts';
import { SshMachine } from './ssh-machine.ts';
import { type HostKeyAlgorithm, type LoginMethod, newClient } from './ssh2.ts';
import { askForCertificates, logInByCertificates, proveWithCertifiedKey } from './ssh2-internals.ts';

const PING = 10_000;

/**
 * One way to log in, asked when its turn comes, with the methods that the server accepts. Without a method it was passed over,
 * and only a refusal tells of it; undefined where there is nothing to tell either.
 */
export type LoginAttempt = (
  accepts: readonly string[],
) => { readonly label: () => string; readonly method?: LoginMethod } | undefined;

export interface SshLogin {
  /** the inventory's name of the host */
  readonly host: string;
  /** for messages: `10.0.0.1:22` */
  readonly target: string;
  readonly user: string;
  /** by keys, the agent's too */
  readonly attempts: readonly LoginAttempt[];
  /** by password, when no key was accepted, or none is enough */
  readonly lastAttempts: readonly LoginAttempt[];
  /** key types that known_hosts has of this host */
  readonly keyTypes: readonly string[];
  /** ask for a host certificate first */
  readonly certificates: boolean;
  /** judges the presented key; an error ends the connection before anything is sent */
  readonly checkKey: (key: HostKey) => RmqctlError | undefined;
  readonly timeout: number;
}

/**
 * Logs in over a connected socket (TCP, or a channel of a jump host).
 * @throws RmqctlError HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, LOGIN_REFUSED, HOST_UNREACHABLE (no SSH there, or too slow)
 */
export function logIn(socket: Duplex, login: SshLogin): Promise<SshMachine> {
  const { host, target, timeout } = login;
  const client = newClient();
  const auth = new Authentication(login);
  return new Promise((resolve, reject) => {
    let stage = 'no SSH server answered';
    let keyError: RmqctlError | undefined;
    const fail = (error: RmqctlError) => {
      clearTimeout(timer);
      reject(error);
      client.destroy();
      socket.destroy();
    };
    const timer = setTimeout(() => fail(connectTimedOut(host, target, stage, timeout)), timeout);
    const onError = (error: Error & { level?: string; code?: unknown }) => {
      // ssh2 goes on with the next attempt after these two
      if (error.level === 'agent' || error.message.startsWith('Error signing')) return;
      if (keyError) fail(keyError);
      else if (auth.started) fail(auth.refused(error));
      else fail(handshakeFailed(login, error));
    };
    client.on('error', onError);
    const onClose = () => onError(new Error('the server closed the connection'));
    client.on('close', onClose);
    client.on('handshake', () => (stage = 'the login was not answered'));
    client.once('ready', () => {
      clearTimeout(timer);
      client.off('close', onClose).off('error', onError);
      resolve(new SshMachine({ client, socket, host, target, timeout }));
    });
    client.connect({
      sock: socket,
      username: login.user,
      readyTimeout: 0,
      keepaliveInterval: PING,
      // Only the pings are ssh2's: it counts late answers even while data flows. Silence is judged below.
      keepaliveCountMax: Number.MAX_SAFE_INTEGER,
      algorithms: { serverHostKey: hostKeyAlgorithms(login.keyTypes) },
      hostVerifier: (blob: Buffer) => {
        const key = hostKeyOf(blob);
        keyError = login.checkKey(key);
        if (keyError === undefined && key.certificate) proveWithCertifiedKey(client, key.certificate);
        return keyError === undefined;
      },
      authHandler: (left) => auth.next(left),
    });
    if (login.certificates) askForCertificates(client);
    logInByCertificates(client);
  });
}

/** Walks the attempts and remembers what a refusal has to tell. */
class Authentication {
  readonly #login: SshLogin;
  readonly #keys: LoginAttempt[];
  readonly #passwords: LoginAttempt[];
  readonly #tried: (() => string)[] = [];
  #accepts: readonly string[] = [];
  started = false;

  constructor(login: SshLogin) {
    this.#login = login;
    this.#keys = [...login.attempts];
    this.#passwords = [...login.lastAttempts];
  }

  next(left: readonly string[] | null): LoginMethod | false {
    this.#accepts = left ?? this.#accepts;
    if (left && !left.includes('publickey')) this.#keys.length = 0;
    const byKey = this.#turn(this.#keys);
    if (byKey) return byKey;
    // No key to try: asking for "none" is how a server is made to say what it accepts.
    if (!this.started) return this.#start({ type: 'none', username: this.#login.user });
    return this.#turn(this.#passwords) ?? false;
  }

  #turn(queue: LoginAttempt[]): LoginMethod | undefined {
    for (let attempt = queue.shift(); attempt; attempt = queue.shift()) {
      const turn = attempt(this.#accepts);
      if (turn) this.#tried.push(turn.label);
      if (turn?.method) return this.#start(turn.method);
    }
    return undefined;
  }

  refused(cause: Error): RmqctlError {
    const { host, user, target } = this.#login;
    const tried = this.#tried.map((label) => label());
    return loginRefused(host, { user, target, tried, accepts: this.#accepts, cause });
  }

  #start(method: LoginMethod): LoginMethod {
    this.started = true;
    return method;
  }
}

const HOST_KEYS: readonly HostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
];

/** Every algorithm, those of the key types on record first. RSA keys have three signature algorithms (RFC 8332). */
function hostKeyAlgorithms(keyTypes: readonly string[]): HostKeyAlgorithm[] {
  const signs = (algorithm: string, type: string) =>
    algorithm === type || (type === 'ssh-rsa' && algorithm.startsWith('rsa-'));
  const isKnown = (algorithm: string) => keyTypes.some((type) => signs(algorithm, type));
  return [...HOST_KEYS.filter(isKnown), ...HOST_KEYS.filter((algorithm) => !isKnown(algorithm))];
}

function handshakeFailed({ host, target }: SshLogin, error: Error & { level?: string }): RmqctlError {
  // What sshd does at MaxStartups: it closes before it has said who it is.
  if (error.message === 'Connection lost before handshake')
    return unreachable(host, target, Object.assign(error, { code: 'ECONNRESET' }));
  if (!/no matching/i.test(error.message)) return unreachable(host, target, error);
  const hint = 'sshd there and rmqctl share no algorithm: update OpenSSH on the host';
  return connectError('HOST_UNREACHABLE', host, `the SSH handshake with ${target} failed: ${error.message}`, {
    hint,
    cause: error,
  });
}
