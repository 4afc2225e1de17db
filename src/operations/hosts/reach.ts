import pLimit from 'p-limit';
import { RmqctlError, type ExitCode } from '../../errors.ts';
import type { Host } from '../../model/host.ts';
import type { Instance } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import type { Transport } from '../../transport/transport.ts';
import { failureEvent } from '../failure.ts';
import { strictSelector } from './limit.ts';
import { connectTargetOf, type Session } from '../session.ts';

/** The instances that --limit selects, in the order of the inventory. */
export function selectedInstances(topology: Topology, limit: readonly string[]): Instance[] {
  const selected = strictSelector(topology, limit);
  return topology.instances.filter(({ host, name }) => selected({ host, instance: name }));
}

/** The hosts that --limit selects by their names, or by an instance that runs there. */
export function selectedHosts(topology: Topology, limit: readonly string[]): Host[] {
  const selected = strictSelector(topology, limit);
  const inhabited = new Set(selectedInstances(topology, limit).map(({ host }) => host));
  return topology.hosts.filter(({ name }) => selected({ host: name }) || inhabited.has(name));
}

/** Connects to a host, or gives the connection there is. */
export function openHost({ connections, context }: Session, host: Host): Promise<Transport> {
  return connections.open(connectTargetOf(host, context.env));
}

/** Reports an error of one host that does not end the run. */
export function tellLost({ context }: Session, host: string, error: RmqctlError): void {
  context.emit({ ...failureEvent(error), host });
}

/**
 * Does the same on several hosts side by side; reports a host where that fails, and continues with the others.
 * @returns the results of the hosts that did not fail, and the exit codes for the failures
 */
export async function onHosts<T>(
  session: Session,
  hosts: readonly Host[],
  work: (transport: Transport, host: Host) => Promise<T>,
): Promise<{ readonly results: readonly T[]; readonly exits: readonly ExitCode[] }> {
  const limit = pLimit(session.parallel);
  const outcomes = await Promise.all(
    hosts.map((host) =>
      limit(async () => {
        try {
          return { result: await work(await openHost(session, host), host) };
        } catch (error) {
          if (!(error instanceof RmqctlError)) throw error;
          tellLost(session, host.name, error);
          return { exit: error.exit };
        }
      }),
    ),
  );
  return {
    results: outcomes.flatMap((outcome) => ('exit' in outcome ? [] : [outcome.result])),
    exits: outcomes.flatMap((outcome) => ('exit' in outcome ? [outcome.exit] : [])),
  };
}
