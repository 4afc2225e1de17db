import pLimit from 'p-limit';
import type { LostHost } from '../../probes/probe.ts';
import type { DesireContext } from '../../plan/desired/desire.ts';
import type { CheckEvent, Emit } from '../../model/events.ts';
import type { Role } from '../../roles/role.ts';
import type { Release } from '../../rocketmq/releases.ts';
import type { Host } from '../../model/host.ts';
import { instancesOn } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import { askHost, type Asked, type Preflighting, type Lost } from './ask.ts';
import { judgeClocks } from './clock.ts';
import { network } from './network.ts';

export interface PreflightOptions extends Preflighting {
  readonly topology: Topology;
  readonly release: Release;
  readonly roles: readonly Role[];
  readonly programs: DesireContext['programs'];
  /** those to ask */
  readonly hosts: readonly Host[];
  readonly parallel: number;
  readonly emit: Emit;
}

export interface Preflight {
  readonly lost: readonly LostHost[];
  /** whether a host that answered failed a check, or two do not reach each other */
  readonly failed: boolean;
}

/**
 * Asks hosts whether the deployment can work: each by one script, side by side, then the network between them. Every answer is a
 * check event as soon as it is there. Nothing is changed on a host, and nothing left.
 */
export async function preflight(options: PreflightOptions): Promise<Preflight> {
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
  options.emit({ event: 'progress', stage: 'dialling from host to host' });
  const events = await network({ ...options, asked });
  // an interrupted listener is no finding
  options.signal?.throwIfAborted();
  options.emit({ event: 'progress', stage: 'dialling from host to host', done: true });
  return events;
}
