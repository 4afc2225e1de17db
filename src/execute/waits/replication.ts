import { RmqctlError } from '../../errors.ts';
import type { ReplicationWait } from '../../roles/broker/blueprint.ts';
import { haStatus, runtimeInfo } from '../../rocketmq/remoting/broker.ts';
import type { InstanceAddress } from '../../model/instance.ts';
import { Clients, isNobodyThere } from '../../probes/clients.ts';
import { ask } from '../../probes/probe.ts';
import { connectionsOn } from '../../probes/sockets.ts';
import type { Transport } from '../../transport/transport.ts';
import type { Wait, WaitContext } from './wait.ts';

/** What came of waiting: nothing lacks, or what does; and members that nobody could wait for. */
interface ReplicationOutcome {
  readonly lacking?: string | undefined;
  /** members that do not run, or whose hosts could not be looked at */
  readonly absent: readonly string[];
}

const POLL_MS = 200;

/** The slaves of a broker, which must be in step with their master before one of them may go. */
export const inSync: Wait<ReplicationWait> = {
  kind: 'replication',
  stage: (instance) => `waiting until ${instance} is in sync`,
  async wait(spec, instance, context) {
    const { lacking, absent } = await awaitReplication(spec, context);
    if (lacking !== undefined)
      return { failure: { summary: `${instance} runs, but is not in sync: waited for ${lacking}` } };
    if (absent.length === 0) return {};
    const message = `${instance} cannot be in sync with ${absent.join(', ')}: not running`;
    return { warning: { code: 'NOT_IN_SYNC', message } };
  },
};

/**
 * Waits until slaves have caught up with their master: each is connected to it, and has on its log what the master had when
 * it was first asked - more comes while it is asked, so that the two need never be equal. A member that does not run is
 * not waited for. A restarted slave connects within 5 s or so (HAClient's pause between attempts).
 * @throws the signal's reason when aborted
 */
async function awaitReplication(
  replication: ReplicationWait,
  options: WaitContext,
): Promise<ReplicationOutcome> {
  const watch = new ReplicationWatch(replication, options);
  const until = options.now() + options.patience;
  try {
    for (;;) {
      options.signal?.throwIfAborted();
      const outcome = await watch.look();
      if (outcome.lacking === undefined || options.now() >= until) return outcome;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  } finally {
    watch.close();
  }
}

/** The members of one broker, each asked through its own host's connection. */
class ReplicationWatch {
  readonly #replication: ReplicationWait;
  readonly #options: WaitContext;
  readonly #clients: Clients;
  /** how far the master was when it was first asked */
  #goal: bigint | undefined;

  constructor(replication: ReplicationWait, options: WaitContext) {
    this.#replication = replication;
    this.#options = options;
    this.#clients = new Clients(options.transports, { release: replication.version });
  }

  close(): void {
    this.#clients.close();
  }

  async look(): Promise<ReplicationOutcome> {
    const { master, slaves, instance } = this.#replication;
    const own = slaves.filter((slave) => instance === master.instance || slave.instance === instance);
    const goal = await this.#goalOf(master);
    if (goal === 'absent') return { absent: [master.instance] };
    const offsets = await Promise.all(own.map((slave) => this.#offset(slave)));
    const absent = own.filter((_, i) => offsets[i] === 'absent').map((slave) => slave.instance);
    const present = own.filter((_, i) => offsets[i] !== 'absent');
    if (goal === undefined) return { lacking: `the state of ${master.instance}`, absent };
    const behind = own.filter((_, i) => offsets[i] !== 'absent' && Number(offsets[i] ?? -1) < Number(goal));
    if (behind.length > 0)
      return { lacking: `${namesOf(behind)} to have caught up with ${master.instance}`, absent };
    const connected = await this.#connected(goal);
    const expected = instance === master.instance ? present.length : Math.min(1, present.length);
    if (connected >= expected) return { absent };
    return { lacking: `${namesOf(present)} to be connected to ${master.instance}`, absent };
  }

  async #goalOf(master: InstanceAddress): Promise<bigint | 'absent' | undefined> {
    if (this.#goal !== undefined) return this.#goal;
    const offset = await this.#offset(master);
    if (typeof offset === 'bigint') this.#goal = offset;
    return offset;
  }

  /** The end of a member's log; undefined where it does not say (yet), as in the first second after its start. */
  async #offset(member: InstanceAddress): Promise<bigint | 'absent' | undefined> {
    const client = this.#clients.of(member);
    if (client === undefined) return 'absent';
    try {
      const offset = (await runtimeInfo(client, this.#call())).get('commitLogMaxOffset');
      return offset === undefined ? undefined : BigInt(offset);
    } catch (error) {
      if (!(error instanceof RmqctlError)) throw error;
      // the member whose step this is runs: it has just been proven ready
      return isNobodyThere(error) && member.instance !== this.#replication.instance ? 'absent' : undefined;
    }
  }

  /**
   * How many slaves are connected to the master. One of 5.0.0 or later says how far each has got (GET_BROKER_HA_STATUS): those
   * that have come to the goal. Which it is, the master's own answers say: in an upgrade it still runs the release of before.
   */
  async #connected(goal: bigint): Promise<number> {
    const { master, haPort } = this.#replication;
    const client = this.#clients.of(master);
    const transport = this.#options.transports.get(master.host);
    if (client === undefined || transport === undefined) return 0;
    try {
      const { slaves } = await haStatus(client, this.#call());
      return slaves.filter(({ ackOffset }) => ackOffset >= goal).length;
    } catch (error) {
      if (!(error instanceof RmqctlError)) throw error;
      return error.code === 'REMOTING_UNSUPPORTED' ? connectedAt(transport, haPort, this.#options.signal) : 0;
    }
  }

  #call(): { signal?: AbortSignal | undefined } {
    return { signal: this.#options.signal };
  }
}

function namesOf(members: readonly InstanceAddress[]): string {
  return members.map(({ instance }) => instance).join(', ');
}

/** How many others are connected to a port of a host. */
async function connectedAt(transport: Transport, port: number, signal?: AbortSignal): Promise<number> {
  const probe = connectionsOn(port);
  const sockets = (await ask(transport, [probe], { signal })).of(probe);
  return sockets.filter(({ local }) => local.port === port).length;
}
