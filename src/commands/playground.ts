import { usageError } from '../errors.ts';
import { stopPlayground } from '../operations/playground/down.ts';
import { DEFAULT_NAME } from '../operations/playground/first-steps.ts';
import { startPlayground } from '../operations/playground/up.ts';
import { defineCommand, force } from './frame/command.ts';

const MODES = ['masters', 'sync', 'async'] as const;

export const command = defineCommand({
  example: 'rmqctl playground 4.9.4 --mode async --brokers 2',
  arguments: { version: { summary: 'a RocketMQ version; default the newest', optional: true } },
  options: {
    mode: { type: 'text', choices: MODES, summary: 'what copies what; default sync' },
    brokers: { type: 'number', value: 'N', least: 1, integer: true, summary: 'how many brokers; default 1' },
    proxy: { type: 'flag', summary: 'with a proxy, by which clients of 5.x speak gRPC' },
    name: {
      type: 'text',
      value: 'NAME',
      default: DEFAULT_NAME,
      summary: 'several stand side by side by name',
    },
    write: { type: 'text', value: 'FILE', summary: 'leave an inventory to start a real cluster from' },
    html: { type: 'text', value: 'FILE', summary: 'also write what was verified as one page of HTML' },
    down: { type: 'flag', summary: 'stop it; its messages stay' },
    purge: { type: 'flag', summary: 'with --down: remove it, messages and all' },
    force: { ...force, summary: `with --down: ${force.summary}` },
  },
  run(args, context) {
    if (args.down) return stopPlayground(args, context);
    if (args.purge) throw usageError('--purge goes with --down', 'rmqctl playground --down --purge');
    return startPlayground({ ...args, parts: args.proxy ? ['proxy'] : [] }, context);
  },
});
