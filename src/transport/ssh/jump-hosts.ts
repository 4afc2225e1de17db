import { ExitCode, RmqctlError } from '../../errors.ts';
import type { Hop } from './jump.ts';
import { place } from './ssh-errors.ts';
import type { SshConnector } from './ssh-connect.ts';
import type { SshMachine } from './ssh-machine.ts';
import type { SshSettings } from './ssh-settings.ts';
import type { SeenHostKey, SshTarget } from '../transport.ts';

/** Connections to jump hosts: one each, shared by all the hosts behind it. */
export class JumpHosts {
  readonly #connector: SshConnector;
  readonly #machines = new Map<string, Promise<SshMachine>>();

  constructor(connector: SshConnector) {
    this.#connector = connector;
  }

  /**
   * The connection to a host, through its jump hosts where it has some.
   * @throws RmqctlError as SshConnector.connect; that of a jump host names the host that was wanted, too
   */
  async connect(target: SshTarget, settings: SshSettings): Promise<SshMachine> {
    const via = await this.#through(settings.hops, target, []);
    return this.#connector.connect(settings, via);
  }

  /** The host key that a host shows. @throws RmqctlError as connect, for its jump hosts; HOST_UNREACHABLE */
  async look(target: SshTarget, settings: SshSettings): Promise<SeenHostKey> {
    const via = await this.#through(settings.hops, target, []);
    return this.#connector.look(settings, via);
  }

  async close(): Promise<void> {
    const machines = await Promise.allSettled(this.#machines.values());
    await Promise.all(
      machines.flatMap((machine) => (machine.status === 'fulfilled' ? [machine.value.close()] : [])),
    );
  }

  /** Connects hop by hop. @param trail what leads here, to tell apart the same address in different networks, and circles */
  async #through(
    hops: readonly Hop[],
    target: SshTarget,
    trail: readonly string[],
  ): Promise<SshMachine | undefined> {
    let via: SshMachine | undefined;
    let path = trail;
    for (const hop of hops) {
      const jump: SshTarget = {
        ...target,
        ...hop,
        user: hop.user,
        port: hop.port,
        become: false,
        jump: undefined,
      };
      const settings = await this.#settings(jump);
      const name = `${settings.user}@${place(settings.address, settings.port)}`;
      if (path.includes(name)) throw circular(target.host, name);
      path = [...path, name];
      // As with ssh, only the first hop's own ProxyJump counts: the others are reached through the one before.
      via ??= await this.#through(settings.hops, target, path);
      via = await this.#shared({ settings, via, key: path.join(' '), name, host: target.host });
    }
    return via;
  }

  /** The inventory's key is tried on the jump host, too, after what ~/.ssh/config says of it. */
  async #settings(jump: SshTarget): Promise<SshSettings> {
    const settings = await this.#connector.settings({ ...jump, identity: undefined });
    if (jump.identity === undefined) return settings;
    const configured = settings.identities.filter((identity) => identity.from === 'config');
    const { identities } = await this.#connector.settings(jump);
    return { ...settings, identities: [...configured, ...identities] };
  }

  #shared({ settings, via, key, name, host }: SharedJump): Promise<SshMachine> {
    const open = this.#machines.get(key) ?? this.#open({ ...settings, host: `jump host ${name}` }, via, key);
    return open.catch((error: unknown) => {
      throw error instanceof RmqctlError ? ofJumpHost(host, error) : error;
    });
  }

  #open(settings: SshSettings, via: SshMachine | undefined, key: string): Promise<SshMachine> {
    const opening = this.#connector.connect(settings, via);
    this.#machines.set(key, opening);
    const forget = () => void this.#machines.delete(key);
    opening.then((machine) => machine.onLost(forget), forget);
    return opening;
  }
}

interface SharedJump {
  readonly settings: SshSettings;
  readonly via: SshMachine | undefined;
  readonly key: string;
  readonly name: string;
  readonly host: string;
}

function ofJumpHost(host: string, error: RmqctlError): RmqctlError {
  const { code, message, hint, exit } = error;
  return new RmqctlError(code, `${host}: ${message}`, { hint, exit, host, cause: error });
}

function circular(host: string, name: string): RmqctlError {
  return new RmqctlError('JUMP_INVALID', `${host}: the way to it leads through ${name} twice`, {
    host,
    hint: 'correct ProxyJump in ~/.ssh/config or ssh.jump in the inventory',
    exit: ExitCode.inventory,
  });
}
