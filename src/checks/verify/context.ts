import type { LostHost } from '../../probes/probe.ts';
import type { Surveyed } from '../../execute/survey.ts';
import { type ConfigFile, isConfigFile } from '../../rocketmq/configuration/config-file.ts';
import { isFile } from '../../resources/file.ts';
import type { Resource } from '../../resources/resource.ts';
import { isService, type Service } from '../../resources/service.ts';
import type { Release } from '../../rocketmq/releases.ts';
import { type Instance, isNameServer } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import {
  masterOf as masterAmong,
  slavesOf as slavesAmong,
  type ObservedMasters,
} from '../../model/broker.ts';

/** An instance that should run, on a host that answered. */
export interface Member {
  readonly instance: Instance;
  readonly host: Surveyed;
  readonly service: Service;
  /** its property file, where its role has one */
  readonly config?: ConfigFile | undefined;
  /** keys whose values are not shown */
  readonly hidden: ReadonlySet<string>;
}

/** The cluster as it is known before anything is read or asked. */
export interface VerifyContext {
  readonly topology: Topology;
  readonly release: Release;
  readonly hosts: readonly Surveyed[];
  readonly lost: readonly LostHost[];
  readonly members: readonly Member[];
  /** where brokers elect their masters; else as laid out */
  readonly observedMasters?: ObservedMasters | undefined;
}

/**
 * @param survey the hosts that answered, and those that did not
 * @param instances those that are asked about; default all
 */
export function verifyContext(
  { topology, release }: Pick<VerifyContext, 'topology' | 'release'>,
  survey: Pick<VerifyContext, 'hosts' | 'lost'>,
  instances: readonly Instance[] = topology.instances,
): VerifyContext {
  const members = survey.hosts.flatMap((host) =>
    host.resources.filter(isService).flatMap(({ desired, instance: name }) => {
      const instance = instances.find((candidate) => candidate.name === name);
      return instance === undefined
        ? []
        : [{ instance, host, service: desired, ...configOf(host.resources, instance.name) }];
    }),
  );
  return { topology, release, ...survey, members };
}

/** The configuration of an instance that it may rewrite itself, and can be asked for. */
function configOf(resources: readonly Resource[], name: string): Pick<Member, 'config' | 'hidden'> {
  for (const { instance, desired } of resources.filter(isFile)) {
    const { content, hidden = [] } = desired;
    if (instance === name && isConfigFile(content) && content.rewritten === true)
      return { config: content, hidden: new Set(hidden) };
  }
  return { hidden: new Set() };
}

export function memberNamed({ members }: VerifyContext, name: string): Member | undefined {
  return members.find(({ instance }) => instance.name === name);
}

export function askedBrokers({ members }: VerifyContext): Member[] {
  return members.filter(({ instance }) => instance.broker !== undefined);
}

export function nameServersOf({ members }: VerifyContext): Member[] {
  return members.filter(({ instance }) => isNameServer(instance));
}

export function mastersOf(context: VerifyContext): Member[] {
  return askedBrokers(context).filter((member) => !isSlaveMember(context, member));
}

/** True if it copies another member of its broker. */
export function isSlaveMember({ topology, observedMasters }: VerifyContext, { instance }: Member): boolean {
  return slavesAmong(topology, instance, observedMasters).some(({ name }) => name === instance.name);
}

/** True if an instance is asked about, or would be were its host not lost: others may be left out by --limit. */
export function isConcerned(context: VerifyContext, { name, host }: Instance): boolean {
  return memberNamed(context, name) !== undefined || context.lost.some((lost) => lost.host === host);
}

/** A slave's master; undefined if its host did not answer. */
export function masterMember(context: VerifyContext, { instance }: Member): Member | undefined {
  const master = masterAmong(context.topology, instance, context.observedMasters);
  return master === undefined ? undefined : memberNamed(context, master.name);
}

export function slaveMembers(context: VerifyContext, { instance }: Member): Member[] {
  const slaves = slavesAmong(context.topology, instance, context.observedMasters);
  const names = new Set(slaves.map(({ name }) => name));
  return context.members.filter((member) => names.has(member.instance.name));
}

/** Where a member is, for its findings. */
export function locationOf({ instance }: Member): { readonly host: string; readonly instance: string } {
  return { host: instance.host, instance: instance.name };
}
