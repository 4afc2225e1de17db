/** Draws the topology that an inventory means; touches no host. */
import { ExitCode } from '../errors.ts';
import { defineCommand, inventory } from './frame/command.ts';
import { loadTopology } from '../operations/files/load-topology.ts';
import { writeOutput } from '../operations/files/write-output.ts';

export const command = defineCommand({
  example: 'rmqctl graph inventory.yaml --format svg -o topology.svg',
  document: true,
  arguments: { inventory },
  options: {
    format: {
      type: 'text',
      choices: ['mermaid', 'svg'],
      summary: 'of the picture; default: by the ending of FILE, else mermaid',
    },
    output: { type: 'text', alias: 'o', value: 'FILE', summary: 'where to; default: standard output' },
  },
  async run(args, context) {
    const { picture } = await import('../report/graph/picture.ts');
    const drawn = picture(context.redact(await loadTopology(args.inventory, context)));
    const format = args.format ?? (args.output?.endsWith('.svg') === true ? 'svg' : 'mermaid');
    const text =
      format === 'svg'
        ? (await import('../report/graph/svg.ts')).svg(drawn)
        : (await import('../report/graph/mermaid.ts')).mermaid(drawn);
    await writeOutput(text, args.output, context);
    return ExitCode.ok;
  },
});
