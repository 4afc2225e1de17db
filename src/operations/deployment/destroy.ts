import type { ExitCode } from '../../errors.ts';
import { toDestroy, type Destruction } from '../../plan/steps/operations.ts';
import type { Plan } from '../../plan/steps/plan.ts';
import { count } from '../../report/units.ts';
import type { CommonArguments } from '../context.ts';
import type { Session } from '../session.ts';
import { operate } from './operate.ts';
import { planned } from './plan-hosts.ts';

type DestroyOptions = Pick<CommonArguments, 'limit' | 'yes'> & {
  readonly purgeStore: boolean;
  readonly force: boolean;
};

/** Shows what will be removed, asks, and removes it; reports the stores that stay. */
export function destroy(session: Session, options: DestroyOptions): Promise<ExitCode> {
  return operate(session, options, {
    resources(hosts, isSelected) {
      const destruction = toDestroy(hosts, isSelected, options);
      reportKept(session, destruction);
      return destruction.resources;
    },
    agreed: (plan) => isAgreed(session, plan, options),
  });
}

async function isAgreed(
  { context, topology }: Session,
  { steps }: Plan,
  { yes, purgeStore }: DestroyOptions,
): Promise<boolean> {
  if (yes) return true;
  context.showPlan(steps.map(planned));
  const stores = purgeStore ? ', with every message in the stores' : '';
  return context.confirm(`${count(steps.length, 'thing')} of ${topology.cluster} go${stores}. Go on?`);
}

function reportKept({ context }: Session, { kept }: Destruction): void {
  for (const { host, name } of kept) {
    const message = `the store ${name} stays`;
    const hint = '--purge-store removes it';
    context.emit({ event: 'diagnostic', severity: 'note', code: 'STORE_KEPT', message, hint, host });
  }
}
