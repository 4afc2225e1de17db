import { placeFacts } from '../../probes/facts.ts';
import { ask } from '../../probes/probe.ts';
import { parseFacts, type Facts } from '../../hosts/facts.ts';
import { siteFor, type Site } from '../../hosts/site.ts';
import { SUPERVISORS } from '../../hosts/supervisors/registry.ts';
import type { Release } from '../../rocketmq/releases.ts';
import type { Host } from '../../model/host.ts';
import type { Topology } from '../../model/topology.ts';
import type { Transport } from '../../transport/transport.ts';

export interface Locating {
  readonly topology: Topology;
  readonly release: Release;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Where things are on a host that was deployed to. Only the paths, the user and the supervisor of this Site are those of the
 * host; its Java is made up.
 * @throws RmqctlError of `ask`; SUPERVISOR_UNFIT, USER_UNFIT
 */
export async function locate(transport: Transport, host: Host, locating: Locating): Promise<Site> {
  const answers = await ask(transport, [placeFacts], { signal: locating.signal });
  return siteOf(host, answers.of(placeFacts), locating);
}

/** The site of a host of which only the few facts are known. */
export function siteOf(host: Host, facts: Facts, { topology, release }: Locating): Site {
  const java = { home: host.javaHome ?? '/usr', version: `${release.jdk.min}`, major: release.jdk.min };
  return siteFor(topology, host, { ...facts, javas: [java] }, release);
}

/** The facts that are assumed of a host until it has answered: root, with any supervisor. */
export function usualFacts(): Facts {
  const supervisors = SUPERVISORS.map(({ id }) => `supervisor=${id}`);
  return parseFacts(['uid=0', 'user=root', 'home=/root', ...supervisors].join('\n'));
}
