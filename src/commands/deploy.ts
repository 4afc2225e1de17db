import { deploy } from '../operations/deployment/deploy.ts';
import { deployArguments } from '../operations/deployment/reviewed-plan.ts';
import { readOnce } from '../operations/files/input.ts';
import { withSession } from '../operations/session.ts';
import { defineCommand } from './frame/command.ts';

export const command = defineCommand({
  example: 'rmqctl deploy inventory.yaml',
  arguments: {
    inventory: { summary: 'the inventory file, or a plan that `plan -o` wrote; - is standard input' },
  },
  options: {
    dryRun: { type: 'flag', summary: 'show what would be done, with diffs, and do nothing' },
    verify: {
      type: 'text',
      choices: ['full', 'quick', 'none'],
      summary:
        'what to check afterwards; default quick when nothing changed, else full, without waiting for slaves of what was just started',
    },
  },
  async run(given, context) {
    const reading = { ...context, readInput: readOnce(context.readInput) };
    const { args, reviewed } = await deployArguments(given, reading);
    return withSession(args, reading, (session) => deploy(session, { ...args, reviewed }), { advice: true });
  },
});
