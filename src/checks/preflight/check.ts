import type { Facts } from '../../hosts/facts.ts';
import type { Host } from '../../model/host.ts';
import type { Instance } from '../../model/instance.ts';
import type { DesireContext } from '../../plan/desired/desire.ts';
import type { Probe } from '../../probes/probe.ts';
import type { Judgement } from '../finding.ts';

/** The deployment that hosts are asked about. */
export type PlannedDeployment = Pick<DesireContext, 'topology' | 'release' | 'roles' | 'programs'>;

/** A host as the inventory has it, before it is contacted. */
export interface PlannedHost extends PlannedDeployment {
  readonly host: Host;
  /** those that are to run on it */
  readonly instances: readonly Instance[];
}

/** The answer of a host: its facts, and what the check's probe found. */
export interface HostAnswer<T> {
  readonly facts: Facts;
  readonly found: T;
}

/** Makes the probe of a host. What several checks ask is one function that they share: it is asked once. */
export type ProbeOf<T> = (host: PlannedHost) => Probe<T>;

/** One question to a host before anything is deployed, independent of other hosts. A new one is a file and a line. */
export interface HostCheck<T = undefined> {
  /** stable; the event's `check` */
  readonly id: string;
  /** what is asked, and what is wrong or doubtful, for the reference */
  readonly asks: string;
  /** what the verdict needs besides the facts, if anything */
  readonly probe?: ProbeOf<T>;
  /** Pure. Several findings if the check is about several things; none if it is another check's to report. */
  judge(subject: PlannedHost, answer: HostAnswer<T>): Judgement | readonly Judgement[];
}
