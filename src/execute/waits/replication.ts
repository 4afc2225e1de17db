import { expectedError } from '../../errors.ts';
import type { ReplicationWait } from '../../roles/broker/blueprint.ts';
import { haStatus, runtimeInfo } from '../../rocketmq/remoting/broker.ts';
import type { InstanceAddress } from '../../model/instance.ts';
import { Clients, isNobodyThere } from '../../probes/clients.ts';
import { ask } from '../../probes/probe.ts';
import { connectionsOn } from '../../probes/sockets.ts';
import type { Transport } from '../../transport/transport.ts';
import { namesOf, poll, type Wait, type WaitContext } from './wait.ts';

/** The slaves of a broker, which must be in step with their master before one of them may go. */
export const inSync: Wait<ReplicationWait> = {
  kind: 'replication',
  stage: (instance) => `waiting until ${instance} is in sync`,
  async wait(replication, instance, context) {
    const clients = new Clients(context.transports, { release: replication.version });
    const progress = progressOf(replication, context, clients);
    try {
      return await poll(context, async () => {
        const { lacking, absent } = await progress();
        if (lacking !== undefined)
          return { failure: { summary: `${instance} runs, but is not in sync: waited for ${lacking}` } };
        if (absent.length === 0) return {};
        const message = `${instance} cannot be in sync with ${absent.join(', ')}: not running`;
        return { warning: { code: 'NOT_IN_SYNC', message } };
      });
    } finally {
      clients.close();
    }
  },
};

/**
 * Asks how far slaves have come: each must be connected to its master, and have on its log what the master had when
 * it was first asked - more comes while it is asked, so that the two need never be equal. A member that does not run is
 * not waited for. A restarted slave connects within 5 s or so (HAClient's pause between attempts).
 * @returns what is lacking, and the members that do not run, or whose hosts could not be surveyed
 */
function progressOf(
  { master, slaves, instance, haPort }: ReplicationWait,
  { transports, signal }: WaitContext,
  clients: Clients,
): () => Promise<{ lacking?: string; absent: readonly string[] }> {
  /** how far the master was when it was first asked */
  let goal: bigint | undefined;

  /** The end of a member's log; undefined if it does not say (yet), as in the first second after its start. */
  const offsetOf = async (member: InstanceAddress): Promise<bigint | 'absent' | undefined> => {
    const client = clients.of(member);
    if (client === undefined) return 'absent';
    try {
      const offset = (await runtimeInfo(client, { signal })).get('commitLogMaxOffset');
      return offset === undefined ? undefined : BigInt(offset);
    } catch (error) {
      // the member whose step this is runs: it has just been proven ready
      return isNobodyThere(expectedError(error)) && member.instance !== instance ? 'absent' : undefined;
    }
  };
  /**
   * How many slaves are connected to the master. One of 5.0.0 or later says how far each has got (GET_BROKER_HA_STATUS): those
   * that have come to the goal. Which it is, the master's own answers say: in an upgrade it still runs the release of before.
   */
  const connectedTo = async (reached: bigint): Promise<number> => {
    const client = clients.of(master);
    const transport = transports.get(master.host);
    if (client === undefined || transport === undefined) return 0;
    try {
      const { slaves: all } = await haStatus(client, { signal });
      return all.filter(({ ackOffset }) => ackOffset >= reached).length;
    } catch (error) {
      const isUnsupported = expectedError(error).code === 'REMOTING_UNSUPPORTED';
      return isUnsupported ? connectedAt(transport, haPort, signal) : 0;
    }
  };

  return async () => {
    const own = slaves.filter((slave) => instance === master.instance || slave.instance === instance);
    const reached = goal ?? (await offsetOf(master));
    if (reached === 'absent') return { absent: [master.instance] };
    goal = reached;
    const offsets = await Promise.all(own.map(offsetOf));
    const absent = own.filter((_, i) => offsets[i] === 'absent').map((slave) => slave.instance);
    const present = own.filter((_, i) => offsets[i] !== 'absent');
    if (goal === undefined) return { lacking: `the state of ${master.instance}`, absent };
    const behind = own.filter((_, i) => offsets[i] !== 'absent' && Number(offsets[i] ?? -1) < Number(goal));
    if (behind.length > 0)
      return { lacking: `${namesOf(behind)} to have caught up with ${master.instance}`, absent };
    const connected = await connectedTo(goal);
    const expected = instance === master.instance ? present.length : Math.min(1, present.length);
    if (connected >= expected) return { absent };
    return { lacking: `${namesOf(present)} to be connected to ${master.instance}`, absent };
  };
}

/** How many others are connected to a port of a host. */
async function connectedAt(transport: Transport, port: number, signal?: AbortSignal): Promise<number> {
  const probe = connectionsOn(port);
  const sockets = (await ask(transport, [probe], { signal })).of(probe);
  return sockets.filter(({ local }) => local.port === port).length;
}
