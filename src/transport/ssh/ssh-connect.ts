import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { RmqctlError } from '../../errors.ts';
import { HostKeyFiles } from '../host-keys/host-keys.ts';
import type { HostKey } from '../host-keys/known-hosts.ts';
import { IdentityFiles } from '../authentication/identities.ts';
import { loginAttempts, passwordAttempt } from '../authentication/login.ts';
import { runProxyCommand } from './proxy-command.ts';
import { logIn } from './ssh-login.ts';
import type { Directive } from './ssh-config.ts';
import { readSshConfig } from './ssh-config-file.ts';
import { connectError, connectTimedOut, place, unreachable } from './ssh-errors.ts';
import type { SshMachine } from './ssh-machine.ts';
import { homeOf, resolveSettings, type SshSettings } from './ssh-settings.ts';
import type { ConnectOptions, SeenHostKey, SshTarget } from '../transport.ts';
import { codeOf } from '../../std/errno.ts';
import { connect, type Socket } from 'node:net';

/** Milliseconds before a next try of a server that hangs up before it says who it is (sshd's MaxStartups). */
const BUSY_WAITS = [300, 1200, 3000];

/** The user's SSH files, read once, and how a connection is made with them. */
export class SshConnector {
  readonly #options: ConnectOptions;
  readonly #hostKeys = new HostKeyFiles();
  readonly #identities: IdentityFiles;
  #config: Promise<Directive[]> | undefined;

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.#identities = new IdentityFiles(options.env['RMQCTL_KEY_PASSPHRASE']);
  }

  /** The effective settings of a host. @throws RmqctlError JUMP_INVALID, SSH_CONFIG_UNREADABLE */
  async settings(target: SshTarget): Promise<SshSettings> {
    const home = homeOf(this.#options.env);
    this.#config ??= readSshConfig(join(home, '.ssh', 'config'), home);
    return resolveSettings(target, await this.#config, this.#options);
  }

  /**
   * Connects and logs in.
   * @param via the jump host's connection, where there is one
   * @throws RmqctlError (exit 4): IDENTITY_UNREADABLE, HOST_UNREACHABLE, HOST_KEY_*, LOGIN_REFUSED
   */
  async connect(settings: SshSettings, via?: SshMachine): Promise<SshMachine> {
    const { host, user } = settings;
    const { loginPassword, keyPassphrase, notice } = this.#options;
    const keys = await this.#keysOf(settings, via);
    const password = await loginPassword?.();
    const attempt = async () => {
      const attempts = await loginAttempts(settings, this.#identities, this.#options);
      return logIn(await this.#reach(settings, via), {
        ...keys.login,
        attempts,
        lastAttempts: password === undefined ? [] : [passwordAttempt(user, password)],
        checkKey: keys.check,
      });
    };
    const tell = (message: string) => notice(message, host);
    try {
      return await patiently(attempt, tell);
    } catch (error) {
      // only now, for most keys with a passphrase are in the agent
      const mayAsk = error instanceof RmqctlError && error.code === 'LOGIN_REFUSED' && keyPassphrase;
      if (!mayAsk || !(await this.#identities.unlock(settings.identities, keyPassphrase))) throw error;
      return patiently(attempt, tell);
    }
  }

  /**
   * Connects, looks at the host key and goes away: nothing is sent, nothing recorded.
   * @throws RmqctlError (exit 4): HOST_UNREACHABLE
   */
  async look(settings: SshSettings, via?: SshMachine): Promise<SeenHostKey> {
    const keys = await this.#keysOf(settings, via);
    const enough = connectError('HOST_UNREACHABLE', settings.host, 'only its key was looked at');
    const found: { seen?: SeenHostKey } = {};
    const checkKey = (key: HostKey) => {
      found.seen = keys.see(key);
      return enough;
    };
    const attempt = async () =>
      logIn(await this.#reach(settings, via), { ...keys.login, attempts: [], lastAttempts: [], checkKey });
    const error = await patiently(attempt, (message) => this.#options.notice(message, settings.host)).catch(
      (reason: unknown) => reason,
    );
    if (found.seen) return found.seen;
    throw error;
  }

  /** What known_hosts has to do with a login. */
  async #keysOf(settings: SshSettings, via: SshMachine | undefined) {
    const { host, address, port, user, proxyCommand } = settings;
    const question = { host, address, port, jumped: via !== undefined || proxyCommand !== undefined };
    const keys = await this.#hostKeys.open(settings.knownHosts, settings.recordIn);
    return {
      login: {
        host,
        target: place(address, port),
        user,
        keyTypes: keys.types(question),
        certificates: keys.believesCertificates(question),
        timeout: this.#options.timeout,
      },
      check: (key: HostKey) => keys.check(question, key, this.#options),
      see: (key: HostKey) => keys.see(question, key),
    };
  }

  /** The way to where sshd listens: through the jump host, by a command, or straight. */
  #reach(settings: SshSettings, via: SshMachine | undefined): Promise<Duplex> {
    const { host, address, port, proxyCommand: command } = settings;
    const { timeout, env } = this.#options;
    if (via) return dialThrough(via, settings);
    if (command !== undefined) return runProxyCommand({ host, command, env });
    return connectTcp({ host, address, port, target: place(address, port), timeout });
  }
}

/** From the jump host on; its own words for a failure become those of the host that cannot be reached. */
async function dialThrough(via: SshMachine, { host, address, port }: SshSettings): Promise<Duplex> {
  try {
    return await via.dial(address, port);
  } catch (error) {
    if (!(error instanceof RmqctlError)) throw error;
    const hint = error.hint ?? 'check the address as the jump host sees it, and whether the host is up';
    throw connectError('HOST_UNREACHABLE', host, error.message, { hint, cause: error });
  }
}

/** Tries again while the server hangs up at once, and says why it does. */
async function patiently(
  attempt: () => Promise<SshMachine>,
  tell: (message: string) => void,
): Promise<SshMachine> {
  for (const wait of BUSY_WAITS) {
    try {
      return await attempt();
    } catch (error) {
      if (!wasDropped(error)) throw error;
      tell(
        `sshd hung up at once, as it does when too many log in (MaxStartups): next try in ${wait / 1000} s`,
      );
      await sleep(wait);
    }
  }
  return attempt();
}

function wasDropped(error: unknown): boolean {
  const cause = error instanceof RmqctlError && error.code === 'HOST_UNREACHABLE' ? error.cause : undefined;
  return codeOf(cause) === 'ECONNRESET';
}

interface TcpTarget {
  /** the inventory's name of the host, for messages */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  /** how messages name the place */
  readonly target: string;
  /** milliseconds */
  readonly timeout: number;
}

/** Node gives each address of a name 250 ms by default: too little for a far host with both IPv6 and IPv4. */
const NEXT_ADDRESS_AFTER = 2000;

/** A TCP connection without Nagle's delay. @throws RmqctlError HOST_UNREACHABLE, with what was found and what to do */
function connectTcp({ host, address, port, target, timeout }: TcpTarget): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: address,
      port,
      noDelay: true,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER,
    });
    const fail = (error: RmqctlError) => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    const onError = (error: Error) => fail(unreachable(host, target, error));
    const timer = setTimeout(() => fail(connectTimedOut(host, target, 'no answer', timeout)), timeout);
    socket.once('error', onError);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      resolve(socket);
    });
  });
}
