import { previewDeployment } from '../operations/deployment/preview.ts';
import { readOnce } from '../operations/files/input.ts';
import { withSession } from '../operations/session.ts';
import { defineCommand, inventory } from './frame/command.ts';

export const command = defineCommand({
  example: 'rmqctl plan inventory.yaml --check',
  arguments: { inventory },
  options: {
    check: { type: 'flag', summary: 'exit with 8 when there is something to do' },
    output: {
      type: 'text',
      alias: 'o',
      value: 'FILE',
      summary: 'also write the plan to a file; `rmqctl deploy FILE` does this and nothing else',
    },
  },
  run(args, context) {
    const reading = { ...context, readInput: readOnce(context.readInput) };
    return withSession(args, reading, (session) => previewDeployment(session, args), { advice: true });
  },
});
