import type { Facts } from '../../src/hosts/facts.ts';
import { desire, type DesireContext } from '../../src/plan/desired/desire.ts';
import type { Resource } from '../../src/resources/resource.ts';
import { roles } from '../../src/roles/registry.ts';
import { releaseOf } from '../../src/rocketmq/releases.ts';
import type { Topology } from '../../src/model/topology.ts';
import { SERVER, siteOf } from './hosts.ts';
import { type Surroundings, topologyOf } from './inventories.ts';

export function contextOf(topology: Topology, over: Partial<DesireContext> = {}): DesireContext {
  return { topology, release: releaseOf(topology.version), roles, timeout: 120, ...over };
}

/** What is wanted of every host of an inventory, each with these facts. */
export function wanted(text: string, facts: Facts = SERVER, surroundings?: Surroundings): Resource[] {
  const topology = topologyOf(text, surroundings);
  return topology.hosts.flatMap(({ name }) => desire(contextOf(topology), siteOf(topology, name, facts)));
}
