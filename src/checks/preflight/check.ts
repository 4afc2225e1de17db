import type { Facts } from '../../hosts/facts.ts';
import type { DesireContext } from '../../plan/desired/desire.ts';
import type { Judgement } from '../finding.ts';
import type { Role } from '../../roles/role.ts';
import type { Release } from '../../rocketmq/releases.ts';
import type { Script } from '../../shell/script.ts';
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

/** What the host said: its facts, and what the check's own probe printed. */
export interface HostAnswer {
  readonly facts: Facts;
  readonly text: string;
}

/** One question to a host before anything is deployed, which needs no look at another host. */
export interface HostCheck {
  /** stable; the event's `check` */
  readonly id: string;
  /** what is asked, and what is wrong or doubtful, for the reference */
  readonly asks: string;
  /** prints what the verdict needs besides the facts; without a side effect, in any POSIX sh */
  readonly probe?: (subject: PlannedHost) => Script;
  /** Pure. Several findings where several things were asked of. */
  readonly judge: (subject: PlannedHost, answer: HostAnswer) => readonly Judgement[];
}
