import { destroy } from '../operations/deployment/destroy.ts';
import { withSession } from '../operations/session.ts';
import { defineCommand, inventory } from './frame/command.ts';
import { force } from './frame/force.ts';

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
