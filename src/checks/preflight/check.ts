import type { Facts } from '../../hosts/facts.ts';
import type { DesireContext } from '../../plan/desired/desire.ts';
import type { Judgement } from '../finding.ts';
import type { Role } from '../../roles/role.ts';
import type { Release } from '../../rocketmq/releases.ts';
import type { Probe } from '../../probes/probe.ts';
import type { Host } from '../../model/host.ts';
import type { Instance } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';

/** A host as the inventory has it: what is known before anybody looks. */
export interface PlannedHost {
  readonly topology: Topology;
  readonly release: Release;
  readonly roles: readonly Role[];
  /** what instances run that is no part of the release (plan/desired/desire.ts) */
  readonly programs: DesireContext['programs'];
  readonly host: Host;
  /** what is to run on it */
  readonly instances: readonly Instance[];
}

/** What the host said: its facts, and what the check's probe found. */
export interface HostAnswer<T> {
  readonly facts: Facts;
  readonly found: T;
}

/** Makes the probe of a host. What several checks ask is one function that they share: it is asked once. */
export type ProbeOf<T> = (host: PlannedHost) => Probe<T>;

/** One question to a host before anything is deployed, which needs no look at another host. A new one is a file and a line. */
export interface HostCheck<T = undefined> {
  /** stable; the event's `check` */
  readonly id: string;
  /** what is asked, and what is wrong or doubtful, for the reference */
  readonly asks: string;
  /** what the verdict needs besides the facts; absent where that is nothing */
  readonly probe?: ProbeOf<T>;
  /** Pure. Several findings where several things were asked of. */
  judge(subject: PlannedHost, answer: HostAnswer<T>): readonly Judgement[];
}
