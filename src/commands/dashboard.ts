import { LAST_PORT, openPages } from '../operations/hosts/open-pages.ts';
import { withSession } from '../operations/session.ts';
import { defineCommand, inventory } from './frame/command.ts';

export const command = defineCommand({
  example: 'rmqctl dashboard inventory.yaml --open',
  arguments: { inventory },
  options: {
    port: {
      type: 'number',
      value: 'N',
      least: 1,
      most: LAST_PORT,
      integer: true,
      summary: 'the port of this machine, and the next one for a second page; default: a free one',
    },
    open: { type: 'flag', summary: 'also open the page in the browser' },
  },
  run: (args, context) => withSession(args, context, (session) => openPages(session, args)),
});
