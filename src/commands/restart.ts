import { toRestart } from '../plan/operations.ts';
import { defineCommand, inventory } from './command.ts';
import { operate } from './operate.ts';
import { withSession } from './session.ts';

export const command = defineCommand({
  name: 'restart',
  summary: 'restart one instance after another, each proven ready and in sync before the next',
  example: 'rmqctl restart inventory.yaml --limit broker',
  arguments: { inventory },
  options: {
    force: { type: 'flag', summary: 'SIGKILL what does not end within --timeout (120 s) of SIGTERM' },
  },
  run: (args, context) =>
    withSession(args, context, (session) =>
      operate(session, args, {
        resources: (hosts) => toRestart(hosts, args),
        withNeeds: true,
      }),
    ),
});
