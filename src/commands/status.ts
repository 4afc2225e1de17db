import { reportStatus } from '../operations/inspection/report-status.ts';
import { withSession } from '../operations/session.ts';
import { defineCommand, inventory } from './frame/command.ts';

export const command = defineCommand({
  name: 'status',
  summary: 'one line an instance: state, pid, uptime, role, address, version, messages a second, lag, disk',
  example: 'rmqctl status inventory.yaml',
  arguments: { inventory },
  options: {},
  run: (args, context) => withSession(args, context, (session) => reportStatus(session, args.limit)),
});
