import { toStart } from '../plan/operations.ts';
import { defineCommand, inventory } from './command.ts';
import { operate } from './operate.ts';
import { withSession } from './session.ts';

export const command = defineCommand({
  name: 'start',
  summary: 'start what is deployed and does not run: name servers, masters, slaves',
  example: 'rmqctl start inventory.yaml',
  arguments: { inventory },
  options: {},
  run: (args, context) =>
    withSession(args, context, (session) => operate(session, args, { resources: toStart, withNeeds: true })),
});
