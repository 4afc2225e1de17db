/** Writes what deploy would write to the hosts, to a directory of this machine; touches no host. */
import { usageError } from '../errors.ts';
import { renderInventory } from '../operations/render.ts';
import { defineCommand, inventory } from './frame/command.ts';

export const command = defineCommand({
  example: 'rmqctl render inventory.yaml -o rendered',
  arguments: { inventory },
  options: {
    output: {
      type: 'text',
      alias: 'o',
      value: 'DIR',
      summary:
        'where to: DIR/<host>/<path on the host>, DIR/<host>/commands.sh; replaces what was rendered there',
    },
  },
  async run(args, context) {
    const { output } = args;
    if (output === undefined) throw usageError('--output is missing', 'say where to: -o DIR');
    return renderInventory({ ...args, output }, context);
  },
});
