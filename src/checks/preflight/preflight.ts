import pLimit from 'p-limit';
import type { CheckEvent, Emit } from '../../model/events.ts';
import type { Host } from '../../model/host.ts';
import { instancesOn } from '../../model/instance.ts';
import type { LostHost } from '../../probes/probe.ts';
import { type Asked, askHost, type AskHostOptions, type Lost } from './ask.ts';
import type { PlannedDeployment } from './check.ts';
import { judgeClocks } from './clock.ts';
import { network } from './network.ts';

interface PreflightOptions extends PlannedDeployment, AskHostOptions {
  /** those to ask */
  readonly hosts: readonly Host[];
  readonly parallel: number;
  readonly emit: Emit;
}

/**
 * Asks hosts whether the deployment can work: each by one script, side by side, then the network between them. Every answer is a
 * check event as soon as it is there. Nothing is changed on a host, and nothing left.
 * @returns the hosts without an answer; `failed`: a host that answered failed a check, or two do not reach each other
 */
export async function preflight(
  options: PreflightOptions,
): Promise<{ readonly lost: readonly LostHost[]; readonly failed: boolean }> {
  const { topology, release, roles, programs, hosts, emit } = options;
  const limit = pLimit(options.parallel);
  const outcomes = await Promise.all(
    hosts.map((host) =>
      limit(async () => {
        emit({ event: 'progress', host: host.name, stage: 'asking the host' });
        const instances = instancesOn(topology, host.name);
        const outcome = await askHost({ topology, release, roles, programs, host, instances }, options);
        outcome.events.forEach(emit);
        emit({ event: 'progress', host: host.name, stage: 'asking the host', done: true });
        return outcome;
      }),
    ),
  );
  const asked = outcomes.filter((outcome): outcome is Asked => 'facts' in outcome);
  const lost = outcomes.filter((outcome): outcome is Lost => 'error' in outcome);
  const together = [
    ...judgeClocks(new Map(asked.map(({ subject, clockOffset }) => [subject.host.name, clockOffset]))),
    ...(await reach(options, asked)),
  ];
  together.forEach(emit);
  const events = [...asked.flatMap((each) => each.events), ...together];
  return {
    lost: lost.map(({ subject, error }) => ({ host: subject.host.name, error })),
    failed: events.some(({ status }) => status === 'fail'),
  };
}

async function reach(options: PreflightOptions, asked: readonly Asked[]): Promise<CheckEvent[]> {
  const stage = 'dialling from host to host';
  options.emit({ event: 'progress', stage });
  const events = await network({ ...options, asked });
  // an interrupted listener is no finding
  options.signal?.throwIfAborted();
  options.emit({ event: 'progress', stage, done: true });
  return events;
}
