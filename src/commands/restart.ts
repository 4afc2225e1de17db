import { toRestart } from '../plan/steps/operations.ts';
import { defineCommand, force, inventory } from './frame/command.ts';
import { operate } from '../operations/deployment/operate.ts';
import { withSession } from '../operations/session.ts';

export const command = defineCommand({
  example: 'rmqctl restart inventory.yaml --limit broker',
  arguments: { inventory },
  options: { force },
  run: (args, context) =>
    withSession(args, context, (session) =>
      operate(session, args, {
        resources: (hosts) => toRestart(hosts, args),
        withNeeds: true,
      }),
    ),
});
