import { toStart } from '../plan/steps/operations.ts';
import { defineCommand, inventory } from './frame/command.ts';
import { operate } from '../operations/deployment/operate.ts';
import { withSession } from '../operations/session.ts';

export const command = defineCommand({
  example: 'rmqctl start inventory.yaml',
  arguments: { inventory },
  options: {},
  run: (args, context) =>
    withSession(args, context, (session) => operate(session, args, { resources: toStart, withNeeds: true })),
});
