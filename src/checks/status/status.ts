import pLimit from 'p-limit';
import { expectedError } from '../../errors.ts';
import { placeFacts } from '../../probes/facts.ts';
import { ask, type LostHost } from '../../probes/probe.ts';
import type { InstanceEvent } from '../../model/events.ts';
import { addressOfInstance, type Instance, isNameServer } from '../../model/instance.ts';
import { Clients } from '../../probes/clients.ts';
import { clusterInfo, type ClusterInfo } from '../../rocketmq/remoting/name-server.ts';
import type { Host } from '../../model/host.ts';
import type { Transport } from '../../transport/transport.ts';
import { observedMasters } from '../observed-masters.ts';
import { answerOf, assess, type Reply } from './assess.ts';
import { askBroker, type BrokerState } from './instance-state.ts';
import { instanceProbes, type InstanceState } from './instance-state.ts';
import { siteOf, usualFacts, type Locating } from './locate.ts';
import { masterOf } from '../../model/broker.ts';

export interface StatusOptions extends Locating {
  /** those to tell about */
  readonly instances: readonly Instance[];
  readonly open: (host: Host) => Promise<Transport>;
  readonly parallel: number;
}

/** Milliseconds that a broker or name server may take to answer. */
const ANSWER_MS = 3000;

/**
 * How instances are: one script a host, and beside it one request to each broker and name server there, through the host's own
 * connection.
 */
export async function statusOf(
  options: StatusOptions,
): Promise<{ readonly instances: readonly InstanceEvent[]; readonly lost: readonly LostHost[] }> {
  const { topology, instances } = options;
  const asked = withMasters(options);
  const found = nothingFound();
  const limit = pLimit(options.parallel);
  const hosts = topology.hosts.filter(({ name }) => asked.some(({ host }) => host === name));
  const lost = await Promise.all(
    hosts.map((host) =>
      limit(async () => {
        try {
          await askHost(options, host, { here: asked.filter((one) => one.host === host.name), found });
          return [];
        } catch (error) {
          return [{ host: host.name, error: expectedError(error) }];
        }
      }),
    ),
  );
  const infos = [...found.nameServers.values()].flatMap((reply) => answerOf(reply) ?? []);
  const findings = { ...found, observedMasters: observedMasters(topology, infos) };
  return { instances: instances.map((instance) => assess(topology, instance, findings)), lost: lost.flat() };
}

const nothingFound = () => ({
  processes: new Map<string, InstanceState>(),
  brokers: new Map<string, Reply<BrokerState>>(),
  nameServers: new Map<string, Reply<ClusterInfo>>(),
});

/** The instances to report, and the masters that their slaves are compared with. */
function withMasters({ topology, instances }: StatusOptions): Instance[] {
  const asked = new Set(instances.flatMap((one) => [one, masterOf(topology, one) ?? one]));
  return topology.instances.filter((one) => asked.has(one));
}

/** Asks a host about these instances of it, and adds what it finds. */
async function askHost(
  options: StatusOptions,
  host: Host,
  { here, found }: { readonly here: readonly Instance[]; readonly found: ReturnType<typeof nothingFound> },
): Promise<void> {
  const transport = await options.open(host);
  const release = options.topology.version;
  const clients = new Clients(new Map([[host.name, transport]]), { release, timeoutMs: ANSWER_MS });
  const call = { signal: options.signal };
  const answers = here.map(async (instance) => {
    const client = clients.of(addressOfInstance(instance))!;
    if (instance.broker !== undefined)
      found.brokers.set(instance.name, await answered(askBroker(client, call)));
    else if (isNameServer(instance))
      found.nameServers.set(instance.name, await answered(clusterInfo(client, call)));
  });
  const asking = Promise.all([askProcesses(options, transport, { host, here }), ...answers]);
  const [processes] = await asking.finally(() => clients.close());
  for (const { name } of here) found.processes.set(name, processes.get(name) ?? { pid: 0 });
}

function answered<T>(asking: Promise<T>): Promise<Reply<T>> {
  return asking.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ silence: expectedError(error).message }),
  );
}

/** By one script where the host is of the usual kind; else its facts tell what the second one has to ask. */
async function askProcesses(
  options: StatusOptions,
  transport: Transport,
  { host, here }: { host: Host; here: readonly Instance[] },
): Promise<ReadonlyMap<string, InstanceState>> {
  const { topology, signal } = options;
  const assumed = siteOf(host, usualFacts(), options);
  const probes = instanceProbes(topology.cluster, assumed, here);
  const first = await ask(transport, [placeFacts, ...probes.all], { signal });
  const site = siteOf(host, first.of(placeFacts), options);
  const same =
    site.logs === assumed.logs && site.store === assumed.store && site.supervisor === assumed.supervisor;
  if (same) return probes.states(first);
  const real = instanceProbes(topology.cluster, site, here);
  return real.states(await ask(transport, real.all, { signal }));
}
