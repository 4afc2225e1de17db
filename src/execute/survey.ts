import pLimit from 'p-limit';
import { ExitCode, RmqctlError } from '../errors.ts';
import { factsProbe, parseFacts } from '../hosts/facts.ts';
import { siteFor, type Site } from '../hosts/site.ts';
import { assumedFacts } from '../hosts/assumed-facts.ts';
import { desire, type DesireContext } from '../plan/desired/desire.ts';
import type { Observations } from '../plan/steps/plan.ts';
import { kindNamed } from '../resources/registry.ts';
import { keyOf, type ResourceKey } from '../model/resource-address.ts';
import { subjectOf, type Resource } from '../resources/resource.ts';
import { lines, sh, type Script } from '../shell/script.ts';
import type { Host } from '../model/host.ts';
import type { Transport } from '../transport/transport.ts';
import { LOCKED, takeLock, type Locked, type LockOwner } from './lock.ts';
import type { Frame } from '../probes/frames.ts';
import { closing, framed, runScript } from '../probes/remote-script.ts';

/** A host that was looked at: how it is used, what should be there, and what is. */
export interface Surveyed {
  readonly site: Site;
  readonly transport: Transport;
  readonly resources: readonly Resource[];
  readonly observations: Observations;
}

/** What became of looking at every host. */
export interface Survey {
  readonly hosts: readonly Surveyed[];
  readonly lost: readonly { readonly host: string; readonly error: RmqctlError }[];
}

export interface SurveyOptions extends DesireContext {
  /** those to look at; default all */
  readonly hosts?: readonly Host[] | undefined;
  readonly open: (host: Host) => Promise<Transport>;
  readonly parallel: number;
  /** take the cluster's lock on each host before looking; absent for commands that change nothing */
  readonly lock?: LockOwner | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks at the hosts side by side, one script each. A second script follows only where a host is not what the first one
 * took it for (not root, another supervisor, something left by an earlier run), for what that adds.
 * @returns what was found, and the hosts that could not be looked at with the reason
 */
export async function survey(options: SurveyOptions): Promise<Survey> {
  const limit = pLimit(options.parallel);
  const outcomes = await Promise.all(
    (options.hosts ?? options.topology.hosts).map((host) =>
      limit(() => surveyHost(options, host)).catch((error: unknown) => {
        if (error instanceof RmqctlError) return { host: host.name, error };
        throw error;
      }),
    ),
  );
  return {
    hosts: outcomes.filter((outcome): outcome is Surveyed => 'site' in outcome),
    lost: outcomes.filter((outcome) => 'error' in outcome),
  };
}

async function surveyHost(options: SurveyOptions, host: Host): Promise<Surveyed> {
  const { topology, release } = options;
  const transport = await options.open(host);
  const answers = new Map<string, string>();
  const assumed = desire(
    options,
    siteFor({ ...topology, supervisor: 'auto' }, host, assumedFacts(host, release), release),
  );
  const facts = parseFacts(await ask(options, transport, { host, resources: assumed, answers, first: true }));
  const site = siteFor(topology, host, facts, release);
  const resources = desire(options, site);
  const unknown = resources.filter((resource) => !answers.has(probeOf(resource).text));
  if (unknown.length > 0) await ask(options, transport, { host, resources: unknown, answers, first: false });
  const observations = new Map<ResourceKey, unknown>(
    resources.map((resource) => {
      const output = answers.get(probeOf(resource).text) ?? '';
      return [keyOf(resource), kindNamed(resource.kind).parse(output, subjectOf(resource))];
    }),
  );
  return { site, transport, resources, observations };
}

function probeOf(resource: Resource): Script {
  return kindNamed(resource.kind).probe(subjectOf(resource));
}

/**
 * Runs the probes of resources and keeps what they print under the probe's own text, which names it exactly.
 * @returns the output of the facts' probe where `first`
 */
async function ask(
  options: SurveyOptions,
  transport: Transport,
  asked: { host: Host; resources: readonly Resource[]; answers: Map<string, string>; first: boolean },
): Promise<string> {
  const probes = [
    ...new Map(asked.resources.map((resource) => [probeOf(resource).text, probeOf(resource)])).values(),
  ];
  const { topology, lock } = options;
  const parts = [
    ...(asked.first && lock !== undefined ? [guarded(topology, lock)] : []),
    ...(asked.first ? [framed('facts', factsProbe(asked.host.javaHome, topology.paths.state))] : []),
    ...probes.map((probe, index) => framed(String(index), probe)),
  ];
  const frames = new Map<string, Frame>();
  await runScript({
    transport,
    body: lines(parts),
    signal: options.signal,
    onFrame: (frame) => frames.set(frame.id, frame),
  });
  const locked = frames.get('lock');
  if (locked !== undefined) refuseWithoutLock(transport.host, locked);
  for (const [index, probe] of probes.entries())
    asked.answers.set(probe.text, frames.get(String(index))?.text ?? '');
  return frames.get('facts')?.text ?? '';
}

/** The lock's part of a script: without the lock, the rest does not run. */
function guarded(locked: Locked, owner: LockOwner): Script {
  return lines([framed('lock', takeLock(locked, owner)), sh`[ "$status" = 0 ] || { ${closing}; return 0; }`]);
}

function refuseWithoutLock(host: string, { status, text }: Frame): void {
  if (status === '0') return;
  const taken = status === LOCKED;
  throw new RmqctlError(
    taken ? 'LOCKED' : 'LOCK_FAILED',
    taken
      ? `another run works on ${host}: ${text.trim()}`
      : `could not take the lock on ${host}: ${text.trim()}`,
    {
      host,
      hint: taken ? 'wait until it has ended; a lock whose run is gone is taken over by itself' : undefined,
      exit: taken ? ExitCode.locked : ExitCode.step,
    },
  );
}
