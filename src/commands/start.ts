import { toStart } from '../plan/steps/operations.ts';
import { defineCommand, inventory } from './frame/command.ts';
import { operate } from '../operations/deployment/operate.ts';
import { withSession } from '../operations/session.ts';

export const command = defineCommand({
  name: 'start',
  summary: 'start what is deployed and does not run: name servers, masters, slaves',
  example: 'rmqctl start inventory.yaml',
  arguments: { inventory },
  options: {},
  run: (args, context) =>
    withSession(args, context, (session) => operate(session, args, { resources: toStart, withNeeds: true })),
});
