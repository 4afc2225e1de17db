import { expectedError } from '../../errors.ts';
import type { InstanceAddress } from '../../model/instance.ts';
import type { RegistrationsWait } from '../../roles/namesrv/blueprint.ts';
import { runtimeInfo } from '../../rocketmq/remoting/broker.ts';
import { clusterInfo } from '../../rocketmq/remoting/name-server.ts';
import { Clients, isNobodyThere } from '../../probes/clients.ts';
import { namesOf, poll, type Wait, type WaitContext } from './wait.ts';

/**
 * A restarted name server knows again every broker that it knew right before and that still runs. Brokers that it did not know
 * are not awaited: they may have been down for days. Those that do not run are named.
 */
export const registered: Wait<RegistrationsWait, ReadonlySet<string>> = {
  kind: 'registrations',
  stage: (instance) => `waiting until the brokers are registered with ${instance}`,

  /** The brokers that it knows, by their instances; undefined if it does not answer. */
  before: (spec, context) =>
    withClients(spec, context, async (clients) => {
      const now = await registeredNow(spec, clients, context);
      return now === 'cannot be asked' ? undefined : now;
    }),

  wait: (spec, instance, context, before) =>
    withClients(spec, context, (clients) =>
      poll(context, async () => {
        const now = await registeredNow(spec, clients, context);
        if (now === 'cannot be asked') return {};
        const missing = spec.brokers.filter((broker) => now?.has(broker.instance) !== true);
        const running = await Promise.all(missing.map((broker) => isRunning(broker, clients, context)));
        const awaited = missing.filter((broker, i) => running[i] && before?.has(broker.instance) !== false);
        if (now === undefined || awaited.length > 0)
          return {
            failure: { summary: `${instance} runs, but lacks the registration of ${namesOf(awaited)}` },
          };
        const down = missing.filter((_, i) => !running[i]);
        if (down.length === 0) return {};
        const message = `${instance} does not wait for the registration of ${namesOf(down)}: not running`;
        return { warning: { code: 'BROKER_NOT_RUNNING', message } };
      }),
    ),
};

async function withClients<T>(
  { version }: RegistrationsWait,
  { transports }: WaitContext,
  use: (clients: Clients) => Promise<T>,
): Promise<T> {
  const clients = new Clients(transports, { release: version });
  try {
    return await use(clients);
  } finally {
    clients.close();
  }
}

/**
 * The brokers of the cluster that a name server knows under their addresses; undefined if it does not answer. A host that lets
 * no one dial through it is taken at its word.
 */
async function registeredNow(
  { nameServer, brokers }: RegistrationsWait,
  clients: Clients,
  { signal }: WaitContext,
): Promise<ReadonlySet<string> | 'cannot be asked' | undefined> {
  const client = clients.of(nameServer);
  if (client === undefined) return undefined;
  try {
    const info = await clusterInfo(client, { signal });
    const known = new Set([...info.brokers.values()].flatMap(({ addresses }) => [...addresses.values()]));
    return new Set(
      brokers.filter(({ address, port }) => known.has(`${address}:${port}`)).map(({ instance }) => instance),
    );
  } catch (error) {
    return expectedError(error).code === 'FORWARDING_REFUSED' ? 'cannot be asked' : undefined;
  }
}

/** True unless no one listens where the broker should, or its host could not be surveyed. */
async function isRunning(
  broker: InstanceAddress,
  clients: Clients,
  { signal }: WaitContext,
): Promise<boolean> {
  const client = clients.of(broker);
  if (client === undefined) return false;
  try {
    await runtimeInfo(client, { signal });
    return true;
  } catch (error) {
    return !isNobodyThere(expectedError(error));
  }
}
