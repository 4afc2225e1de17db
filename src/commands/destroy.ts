import type { ExitCode } from '../errors.ts';
import { toDestroy, type Destruction, type OperatedHost } from '../plan/steps/operations.ts';
import { count } from '../report/units.ts';
import { defineCommand, inventory } from './frame/command.ts';
import type { CommonArguments } from '../operations/common-arguments.ts';
import { force } from './frame/force.ts';
import type { Selectable } from '../operations/hosts/limit.ts';
import { operate } from '../operations/deployment/operate.ts';
import { planned } from '../operations/deployment/plan-hosts.ts';
import { withSession, type Session } from '../operations/session.ts';

export const command = defineCommand({
  name: 'destroy',
  summary: 'remove what was deployed; stores stay unless --purge-store names them',
  example: 'rmqctl destroy inventory.yaml',
  arguments: { inventory },
  options: {
    purgeStore: { type: 'flag', summary: 'remove the stores too: every message in them is lost' },
    force,
  },
  run: (args, context) => withSession(args, context, (session) => destroy(session, args)),
});

/** What of destroy's options its work depends on. */
export type DestroyOptions = Pick<CommonArguments, 'limit' | 'yes'> & {
  readonly purgeStore: boolean;
  readonly force: boolean;
};

/** Shows what goes, asks, and takes it away; tells which stores stay. */
export function destroy(session: Session, args: DestroyOptions): Promise<ExitCode> {
  const { context } = session;
  const resources = (hosts: readonly OperatedHost[], isSelected: (thing: Selectable) => boolean) => {
    const destruction = toDestroy(hosts, isSelected, args);
    tellKept(session, destruction);
    return destruction.resources;
  };
  return operate(session, args, {
    resources,
    agreed: async ({ steps }) => {
      if (args.yes) return true;
      context.showPlan(steps.map(planned));
      const stores = args.purgeStore ? ', with every message in the stores' : '';
      return context.confirm(
        `${count(steps.length, 'thing')} of ${session.topology.cluster} go${stores}. Go on?`,
      );
    },
  });
}

function tellKept({ context }: Session, { kept }: Destruction): void {
  for (const { host, name } of kept) {
    const message = `the store ${name} stays`;
    const hint = '--purge-store removes it';
    context.emit({ event: 'diagnostic', severity: 'note', code: 'STORE_KEPT', message, hint, host });
  }
}
