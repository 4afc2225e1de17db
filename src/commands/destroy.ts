import { destroy } from '../operations/deployment/destroy.ts';
import { withSession } from '../operations/session.ts';
import { defineCommand, force, inventory } from './frame/command.ts';

export const command = defineCommand({
  example: 'rmqctl destroy inventory.yaml',
  arguments: { inventory },
  options: {
    purgeStore: { type: 'flag', summary: 'remove the stores too: every message in them is lost' },
    force,
  },
  run: (args, context) => withSession(args, context, (session) => destroy(session, args)),
});
