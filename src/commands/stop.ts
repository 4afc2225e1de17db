import { toStop } from '../plan/steps/operations.ts';
import { defineCommand, inventory } from './frame/command.ts';
import { force } from './frame/force.ts';
import { operate } from '../operations/deployment/operate.ts';
import { withSession } from '../operations/session.ts';

export const command = defineCommand({
  name: 'stop',
  summary: 'stop slaves, masters, name servers; they flush and keep their stores',
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
