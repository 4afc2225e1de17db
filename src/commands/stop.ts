import { toStop } from '../plan/steps/operations.ts';
import { defineCommand, force, inventory } from './frame/command.ts';
import { operate } from '../operations/deployment/operate.ts';
import { withSession } from '../operations/session.ts';

export const command = defineCommand({
  example: 'rmqctl stop inventory.yaml --limit node1',
  arguments: { inventory },
  options: { force },
  run: (args, context) =>
    withSession(args, context, (session) =>
      operate(session, args, {
        resources: (hosts, isSelected) => toStop(hosts, isSelected, args),
      }),
    ),
});
