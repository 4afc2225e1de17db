import type { Action, FileDiff } from '../model/events.ts';
import type { ResourceAddress, ResourceKey } from '../model/resource-address.ts';
import type { WaitSpec } from '../model/wait.ts';
import type { Text } from '../redaction/secret.ts';
import type { Script } from '../shell/script.ts';

interface Managed extends ResourceAddress {
  /** the instance it belongs to; absent where it belongs to the host */
  readonly instance?: string | undefined;
  /** what must be so before this can be made so */
  readonly needs: readonly ResourceKey[];
  /** what this is made from: when one of them changes, this is looked at as if it had to change too */
  readonly inputs: readonly ResourceKey[];
  /** marks to make before it changes: the instances that are started from it */
  readonly marks?: readonly string[] | undefined;
  /** the release home it lies in: what lies in a home that is no longer ours stays with its release */
  readonly home?: string | undefined;
}

/** One that should be there. */
export interface PresentResource extends Managed {
  readonly intent: 'present';
  /** what its kind calls desired; plain data */
  readonly desired: unknown;
}

/** One of an earlier run that the inventory no longer has: it is removed where its kind can be, else it stays. */
export interface AbsentResource extends Managed {
  readonly intent: 'absent';
  /** what its kind calls a ref, from the host's manifest */
  readonly ref: unknown;
}

/** One that is taken away with its whole cluster. */
export interface DestroyedResource extends Managed {
  readonly intent: 'destroyed';
  /** what it was made from; only the ref where the inventory no longer had it before */
  readonly desired: unknown;
}

/** One thing on a host, and what is to become of it. */
export type Resource = PresentResource | AbsentResource | DestroyedResource;

/** What is known of a resource, with which its kind probes, parses and explains: at least its ref. */
export function subjectOf(resource: Resource): unknown {
  return resource.intent === 'absent' ? resource.ref : resource.desired;
}

/** A file on this machine. */
export interface LocalFile {
  /** for people: "RocketMQ 4.9.4" */
  readonly title: string;
  readonly path: string;
  readonly bytes: number;
}

/** What a script needs of this machine before it runs, as data: each kind has a file in execute/supplies. */
export interface Supply {
  /** "release" */
  readonly kind: string;
}

/** Where a file of this machine is sent on the host. */
export interface SentFile {
  /** made when missing */
  readonly directory: string;
  readonly file: string;
  /** the host's list of what was made there (hosts/site.ts) */
  readonly made: string;
}

/** How a resource is brought from what is to what should be. Plain data but for the scripts, which are text. */
export interface Change {
  readonly action: Action;
  /** one line for people, without the host's name */
  readonly summary: string;
  readonly diff?: FileDiff | undefined;
  /** true: what is made from this resource stays as it is, for what it reads has not changed */
  readonly inert?: boolean | undefined;
  /** makes the change; runs under `set -e` */
  readonly apply: Script;
  /** awaits that the change has taken effect; a step is done when this ends with 0 */
  readonly gate?: Script | undefined;
  /** what must be so besides, after the gate, one after another */
  readonly waits?: readonly WaitSpec[] | undefined;
  /** what must be on the host, or known to the script, before it runs */
  readonly supplies?: readonly Supply[] | undefined;
}

/** What is reported of a step that failed. */
export interface Failure {
  readonly summary: string;
  readonly hint?: string | undefined;
  readonly log?: readonly string[] | undefined;
}

/** A file as it will be on its host. */
export interface WholeFile {
  /** absolute */
  readonly path: string;
  readonly content: Text;
  /** octal, "644" */
  readonly mode: string;
}

/** How a person makes a resource on a host where nothing is yet; what `render` writes (plan/rendition/rendition.ts). */
export interface ByHand {
  /** what lies beside the commands, at its path on the host: ./etc/hosts */
  readonly file?: WholeFile | undefined;
  /** what several resources need first, such as a directory; it is run once */
  readonly first?: Script | undefined;
  /** may use the functions of templates/common/by-hand.sh; runs under `set -eu` */
  readonly commands: Script;
  /** what awaits that it has taken effect, where its change has a gate */
  readonly gate?: Script | undefined;
}

/**
 * One kind of resource: four pure members, and more where it can be removed, explain itself or be made by hand.
 * R is what identifies it on a host (kept in the host's manifest, so that what is no longer wanted is found), D the whole
 * of what is wanted, O what was found.
 */
export interface ResourceKind<R, D extends R, O> {
  readonly kind: string;
  /** the part of its desired state that the manifest keeps */
  ref(desired: D): R;
  /** read-only script that prints what is; a resource that is absent is no failure */
  probe(ref: R): Script;
  /** what the probe printed, as data */
  parse(output: string, ref: R): O;
  /**
   * What must be done, or undefined when nothing.
   * @param inputs actions of this plan on the resource's inputs; empty when none of them changes
   * @throws RmqctlError when what was found must not be touched
   */
  diff(desired: D, observed: O, inputs: readonly Action[]): Change | undefined;
  /** What a process that is started from it reads: a restart follows when this changes; default: all of what is wanted. */
  meaning?(desired: D): unknown;
  /** How it is taken away when no longer wanted; a kind without it leaves its resources where they are. */
  remove?(ref: R, observed: O): Change | undefined;
  /** true: where it is left although no longer wanted, the manifest goes on knowing it, so that it goes with its cluster */
  readonly remembered?: boolean;
  /** How it is taken away with its whole cluster; default: as what is no longer wanted. */
  destroy?(desired: D, observed: O): Change | undefined;
  /** What the output of a failed script means. */
  explain?(output: string, desired: D): Failure;
  /** What is taken to be so where no host is asked; default: what parse makes of no output. */
  assumed?(ref: R): O;
  /** How a person makes it; default: the change's own script. */
  byHand?(desired: D): ByHand;
}

/** A kind whose types have been erased, for the registry. */
export type AnyKind = ResourceKind<unknown, unknown, unknown>;

/**
 * Lets a kind into the registry, where its types are forgotten. Sound because a resource's desired state is only ever given
 * to the kind it was made by, and an observation only to the kind that parsed it; TypeScript compares methods' parameters
 * both ways, so it takes our word.
 */
export function defineKind<R, D extends R, O>(kind: ResourceKind<R, D, O>): ResourceKind<R, D, O> & AnyKind {
  return kind;
}

/** Makes a guard for the wanted resources of a kind. */
export function isPresent<D>({ kind }: { readonly kind: string; ref(desired: D): unknown }) {
  return (resource: Resource): resource is PresentResource & { readonly desired: D } =>
    resource.kind === kind && resource.intent === 'present';
}
