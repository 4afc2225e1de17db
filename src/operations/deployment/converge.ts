import { proxyVariables } from '../../distribution/download/web-proxy.ts';
import { atWork, releaseLock } from '../../execute/lock.ts';
import { idOf } from '../../model/resource-address.ts';
import { framed, runScript } from '../../probes/remote-script.ts';
import { programSupplier, proxySupplier, releaseSupplier } from '../../execute/supplies/suppliers.ts';
import type { Survey, Surveyed } from '../../execute/survey.ts';
import { walk, type WalkOptions } from '../../execute/walk.ts';
import type { Plan } from '../../plan/steps/plan.ts';
import { getRelease, type Session } from '../session.ts';
import { watchStarts } from './watch-starts.ts';

/** Makes the plan's steps. @returns true if one failed */
export async function converge(session: Session, survey: Survey, plan: Plan): Promise<boolean> {
  const { context, parallel } = session;
  for (const each of plan.unchanged) {
    const { host, instance } = each;
    const resource = idOf(each);
    context.emit({ event: 'step', host, instance, resource, action: 'none', status: 'unchanged' });
  }
  const watch = watchStarts(session, survey, plan);
  const options: WalkOptions = {
    transports: new Map(survey.hosts.map(({ site, transport }) => [site.host.name, transport])),
    emit: watch.emit,
    parallel,
    locked: (work) => atWork(session.topology, session.owner, work),
    now: context.now,
    patience: session.timeout * 1000,
    suppliers: [
      releaseSupplier(() => getRelease(session)),
      programSupplier,
      proxySupplier(proxyVariables(context.env)),
    ],
    signal: context.signal,
  };
  try {
    await watch.began;
    const failed = await walk(plan, options);
    context.signal.throwIfAborted();
    return failed.size > 0;
  } finally {
    await watch.stop();
  }
}

/** Gives back the locks that a survey took. */
export async function releaseLocks(
  { topology, owner }: Pick<Session, 'topology' | 'owner'>,
  { hosts }: { readonly hosts: readonly Pick<Surveyed, 'transport'>[] },
): Promise<void> {
  const body = framed('unlock', releaseLock(topology, owner));
  await Promise.allSettled(hosts.map(({ transport }) => runScript({ transport, body, onFrame: () => {} })));
}
