import pLimit from 'p-limit';
import { ExitCode, expectedError, RmqctlError } from '../errors.ts';
import { siteFor, type Site } from '../hosts/site.ts';
import { assumedFacts } from '../hosts/assumed-facts.ts';
import { desire, type DesireContext } from '../plan/desired/desire.ts';
import type { Observations } from '../plan/steps/plan.ts';
import { kindNamed } from '../resources/registry.ts';
import { keyOf, type ResourceKey } from '../model/resource-address.ts';
import { subjectOf, type Resource } from '../resources/resource.ts';
import type { Host } from '../model/host.ts';
import type { Transport } from '../transport/transport.ts';
import { LOCKED, takeLock, type Locked, type LockOwner } from './lock.ts';
import { hostFacts } from '../probes/facts.ts';
import { ask, textProbe, type Guard, type LostHost, type Probe } from '../probes/probe.ts';

/** A host as it was surveyed: how it is used, what should be there, and what is. */
export interface Surveyed {
  readonly site: Site;
  readonly transport: Transport;
  readonly resources: readonly Resource[];
  readonly observations: Observations;
}

export interface Survey {
  readonly hosts: readonly Surveyed[];
  /** those that could not be surveyed, with the reason */
  readonly lost: readonly LostHost[];
}

export interface SurveyOptions extends DesireContext {
  /** default all */
  readonly hosts?: readonly Host[] | undefined;
  readonly open: (host: Host) => Promise<Transport>;
  readonly parallel: number;
  /** take the cluster's lock on each host before looking; absent for commands that change nothing */
  readonly lock?: LockOwner | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Surveys the hosts side by side, one script each. A second script follows only if a host is not what the first one
 * took it for (not root, another supervisor, something left by an earlier run), for what that adds.
 */
export async function survey(options: SurveyOptions): Promise<Survey> {
  const limit = pLimit(options.parallel);
  const outcomes = await Promise.all(
    (options.hosts ?? options.topology.hosts).map((host) =>
      limit(() => surveyHost(options, host)).catch((error: unknown) => ({
        host: host.name,
        error: expectedError(error),
      })),
    ),
  );
  return {
    hosts: outcomes.filter((outcome): outcome is Surveyed => 'site' in outcome),
    lost: outcomes.filter((outcome) => 'error' in outcome),
  };
}

async function surveyHost(options: SurveyOptions, host: Host): Promise<Surveyed> {
  const { topology, release, lock, signal } = options;
  const transport = await options.open(host);
  const assumed = observed(
    desire(options, siteFor({ ...topology, supervisor: 'auto' }, host, assumedFacts(host, release), release)),
  );
  const facts = hostFacts(host, topology.paths.state);
  const guard = lock === undefined ? undefined : lockGuard(host.name, topology, lock);
  const first = await ask(transport, [facts, ...assumed.values()], { signal, guard });
  const site = siteFor(topology, host, first.of(facts), release);
  const resources = desire(options, site);
  const probes = observed(resources, assumed);
  const asked = new Set(assumed.values());
  const second = await ask(
    transport,
    [...probes.values()].filter((probe) => !asked.has(probe)),
    { signal },
  );
  const observations = new Map<ResourceKey, unknown>(
    resources.map((resource) => {
      const probe = probes.get(keyOf(resource))!;
      const said = (asked.has(probe) ? first : second).of(probe);
      return [keyOf(resource), kindNamed(resource.kind).parse(said, subjectOf(resource))];
    }),
  );
  return { site, transport, resources, observations };
}

type ResourceProbes = ReadonlyMap<ResourceKey, Probe<string>>;

/**
 * The probe of each resource.
 * @param known probes of before: where a resource is still asked for in the same way, its probe is the same
 */
function observed(resources: readonly Resource[], known: ResourceProbes = new Map()): ResourceProbes {
  return new Map(
    resources.map((resource) => {
      const script = kindNamed(resource.kind).probe(subjectOf(resource));
      const before = known.get(keyOf(resource));
      const probe = before?.script.text === script.text ? before : textProbe(resource.kind, script);
      return [keyOf(resource), probe];
    }),
  );
}

/** Takes the cluster's lock on a host before anything is asked. */
function lockGuard(host: string, locked: Locked, owner: LockOwner): Guard {
  return {
    script: takeLock(locked, owner),
    refusal(status, text) {
      if (status !== LOCKED)
        return new RmqctlError('LOCK_FAILED', `could not take the lock on ${host}: ${text.trim()}`, { host });
      const hint = 'wait until it has ended; a lock whose run is gone is taken over by itself';
      const message = `another run works on ${host}: ${text.trim()}`;
      return new RmqctlError('LOCKED', message, { host, hint, exit: ExitCode.locked });
    },
  };
}
