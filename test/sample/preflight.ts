import type { Facts } from '../../src/hosts/facts.ts';
import type { HostAnswer, PlannedHost } from '../../src/checks/preflight/check.ts';
import { hostChecks } from '../../src/checks/preflight/registry.ts';
import { roles } from '../../src/roles/registry.ts';
import { releaseOf } from '../../src/rocketmq/releases.ts';
import { instancesOn } from '../../src/model/instance.ts';
import type { Topology } from '../../src/model/topology.ts';
import { SERVER } from './hosts.ts';
import { SMALLEST, topologyOf } from './inventories.ts';
import type { Judgement } from '../../src/checks/finding.ts';

/** A host of an inventory, its first where none is named. */
export function subjectOf(topology: Topology, name = topology.hosts[0]!.name): PlannedHost {
  const host = topology.hosts.find((one) => one.name === name)!;
  return {
    topology,
    release: releaseOf(topology.version),
    roles,
    programs: undefined,
    host,
    instances: instancesOn(topology, name),
  };
}

/** The smallest inventory of two machines, with more keys. */
export function pair(more = ''): PlannedHost {
  return subjectOf(topologyOf(`${SMALLEST}\n${more}\n`));
}

/** The verdict of a check on what a host says. */
export function verdict(
  id: string,
  subject: PlannedHost,
  said: { text?: string; facts?: Partial<Facts> },
): readonly Judgement[] {
  const check = hostChecks.find((one) => one.id === id)!;
  const found = check.probe?.(subject).parse(said.text ?? '', { asked: 0, answered: 0 });
  const answer: HostAnswer<unknown> = { facts: { ...SERVER, ...said.facts }, found };
  return [check.judge(subject, answer)].flat();
}
