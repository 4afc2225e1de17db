import { reportStatus } from '../operations/inspection/report-status.ts';
import { withSession } from '../operations/session.ts';
import { defineCommand, inventory } from './frame/command.ts';

export const command = defineCommand({
  example: 'rmqctl status inventory.yaml',
  arguments: { inventory },
  options: {},
  run: (args, context) => withSession(args, context, (session) => reportStatus(session, args.limit)),
});
