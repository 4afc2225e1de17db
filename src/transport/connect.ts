import { JumpHosts } from './ssh/jump-hosts.ts';
import { type LocalTarget, openLocal } from './local.ts';
import { ShellTransport } from './shell-transport.ts';
import { SshConnector } from './ssh/ssh-connect.ts';
import type { ConnectOptions, SeenHostKey, SshTarget, Transport } from './transport.ts';

/** A host to reach: by SSH, or this machine. */
export type ConnectTarget = SshTarget | LocalTarget;

/** All connections of one run: one for each host, and one for each jump host however many are behind it. */
export class Connections {
  readonly #options: ConnectOptions;
  readonly #connector: SshConnector;
  readonly #jumpHosts: JumpHosts;
  readonly #open = new Map<string, Promise<Transport>>();

  constructor(options: ConnectOptions) {
    // Asked once, however many hosts want it at the same time.
    this.#options = {
      ...options,
      becomePassword: once(options.becomePassword),
      loginPassword: once(options.loginPassword),
    };
    this.#connector = new SshConnector(this.#options);
    this.#jumpHosts = new JumpHosts(this.#connector);
  }

  /**
   * The connection to a host; the same one while it lasts, a new one after it broke or failed.
   * @throws RmqctlError (exit 4; 3 for an unreadable jump host): HOST_UNREACHABLE, LOGIN_REFUSED, HOST_KEY_UNKNOWN,
   *   HOST_KEY_CHANGED, HOST_KEY_REVOKED, IDENTITY_UNREADABLE, KNOWN_HOSTS_UNWRITABLE, SSH_CONFIG_UNREADABLE, JUMP_INVALID
   */
  open(target: ConnectTarget): Promise<Transport> {
    const { host } = target;
    const forget = () => this.#open.delete(host);
    const known = this.#open.get(host);
    if (known) return known;
    const opening =
      'local' in target ? Promise.resolve(openLocal(target, this.#options)) : this.#ssh(target, forget);
    this.#open.set(host, opening);
    opening.catch(forget);
    return opening;
  }

  /**
   * The key that a host shows, and what known_hosts says of it. The host is not logged in to; its jump hosts are.
   * @throws RmqctlError as open
   */
  async look(target: SshTarget): Promise<SeenHostKey> {
    return this.#jumpHosts.look(target, await this.#connector.settings(target));
  }

  /** Closes every connection, those that are still being made as well. */
  async closeAll(): Promise<void> {
    const transports = await Promise.allSettled(this.#open.values());
    await Promise.all(
      transports.flatMap((opened) => (opened.status === 'fulfilled' ? [opened.value.close()] : [])),
    );
    await this.#jumpHosts.close();
    this.#open.clear();
  }

  async #ssh(target: SshTarget, onLost: () => void): Promise<Transport> {
    const settings = await this.#connector.settings(target);
    for (const notice of settings.notices) this.#options.notice(notice, target.host);
    const machine = await this.#jumpHosts.connect(target, settings);
    machine.onLost(onLost);
    return new ShellTransport(machine, { become: target.become, password: this.#options.becomePassword });
  }
}

function once<T>(ask: (() => Promise<T>) | undefined): (() => Promise<T>) | undefined {
  if (ask === undefined) return undefined;
  let asked: Promise<T> | undefined;
  return () => (asked ??= ask());
}
