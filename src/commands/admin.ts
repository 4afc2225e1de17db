import { runMqadmin } from '../operations/hosts/mqadmin.ts';
import { withSession } from '../operations/session.ts';
import { defineCommand, inventory } from './frame/command.ts';

export const command = defineCommand({
  example: 'rmqctl admin inventory.yaml -- clusterList',
  arguments: { inventory },
  options: {},
  rest: 'ARGS',
  document: true,
  run: (args, context) => withSession(args, context, (session) => runMqadmin(session, args.limit, args.rest)),
});
