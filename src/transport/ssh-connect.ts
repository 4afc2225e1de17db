import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { RmqctlError } from '../errors.ts';
import { HostKeyFiles } from './host-keys.ts';
import { IdentityFiles } from './identities.ts';
import { loginAttempts } from './login.ts';
import { logIn } from './ssh.ts';
import type { Directive } from './ssh-config.ts';
import { readSshConfig } from './ssh-config-file.ts';
import { connectError, place } from './ssh-errors.ts';
import type { SshMachine } from './ssh-machine.ts';
import { type SshSettings, homeOf, resolveSettings } from './ssh-settings.ts';
import { connectTcp } from './tcp.ts';
import type { ConnectOptions, SshTarget } from './transport.ts';

/** Waits before the second and third try of a server that hangs up before it says who it is (sshd's MaxStartups). */
const BUSY_WAITS = [300, 1200];

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
    return resolveSettings(target, await this.#config, this.#options.env);
  }

  /**
   * Connects and logs in.
   * @param via the jump host's connection, where there is one
   * @throws RmqctlError (exit 4): IDENTITY_UNREADABLE, HOST_UNREACHABLE, HOST_KEY_*, LOGIN_REFUSED
   */
  async connect(settings: SshSettings, via?: SshMachine): Promise<SshMachine> {
    const { host, address, port, user } = settings;
    const { timeout } = this.#options;
    const question = { host, address, port, jumped: via !== undefined };
    const keys = await this.#hostKeys.open(settings.knownHosts, settings.recordIn);
    const attempt = async () => {
      const attempts = await loginAttempts(settings, this.#identities, this.#options);
      const target = place(address, port);
      const socket = via
        ? await dialThrough(via, settings)
        : await connectTcp({ host, address, port, target, timeout });
      return logIn(socket, {
        host,
        target,
        user,
        attempts,
        keyTypes: keys.types(question),
        certificates: keys.believesCertificates(question),
        checkKey: (key) => keys.check(question, key, this.#options),
        timeout,
      });
    };
    return patiently(attempt);
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

async function patiently(attempt: () => Promise<SshMachine>): Promise<SshMachine> {
  for (const wait of BUSY_WAITS) {
    try {
      return await attempt();
    } catch (error) {
      if (!wasDropped(error)) throw error;
      await sleep(wait);
    }
  }
  return attempt();
}

function wasDropped(error: unknown): boolean {
  const cause = error instanceof RmqctlError && error.code === 'HOST_UNREACHABLE' ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNRESET';
}
