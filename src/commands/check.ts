import { checkHosts } from '../operations/inspection/check-hosts.ts';
import { withSession } from '../operations/session.ts';
import { defineCommand, inventory } from './frame/command.ts';

export const command = defineCommand({
  example: 'rmqctl check inventory.yaml',
  arguments: { inventory },
  options: {},
  run: (args, context) =>
    withSession(args, context, (session) => checkHosts(session, args.limit), { advice: true }),
});
