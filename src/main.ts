/** The composition root: a command line becomes a run. What a run does not need is not loaded. */
import { beforeDashes } from './commands/frame/arguments.ts';
import type { Io } from './operations/context.ts';
import type { CommandEntry } from './commands/registry.ts';
import type { Run } from './commands/frame/run.ts';
import { version } from './operations/version.ts';
import type { ExitCode } from './errors.ts';

/** A run that prints a document of rmqctl's own: its version, its help. */
const printing = (name: string, flags: Run['flags'], text: string): Run => ({
  name,
  flags,
  document: true,
  work: async ({ emit }) => {
    emit({ event: 'output', text });
    return 0;
  },
});

async function understand(
  argv: readonly string[],
  entries: readonly CommandEntry[],
  columns: number,
): Promise<Run> {
  const words = beforeDashes(argv);
  const flags = {
    json: words.includes('--json'),
    quiet: false,
    verbose: false,
    noColor: words.includes('--no-color'),
    jsonFile: undefined,
    markdown: undefined,
  };
  if (words.includes('--version')) return printing('version', flags, version());
  const { findCommand, parseCommandLine } = await import('./command-line.ts');
  const name = findCommand(argv, entries)?.name ?? 'rmqctl';
  try {
    const request = await parseCommandLine(argv, { entries, columns });
    if (request.kind === 'help') return printing('help', flags, request.text);
    const { command, args } = request;
    return {
      name: command.name,
      flags: args,
      document: command.document,
      work: (context) => command.run(args, context, () => Promise.all(entries.map(({ load }) => load()))),
    };
  } catch (error) {
    return { name, flags, document: true, work: () => Promise.reject(error) };
  }
}

/**
 * Runs rmqctl.
 * @param argv without node and the program's name
 * @param io the world
 * @param entries the commands there are
 * @returns the exit code; everything has been written, and the process may end
 */
export async function main(
  argv: readonly string[],
  io: Io,
  entries?: readonly CommandEntry[],
): Promise<ExitCode> {
  const words = beforeDashes(argv);
  if (words.includes('--version') && !words.includes('--json')) {
    io.stdout.write(`${version()}\n`);
    return 0;
  }
  const known = entries ?? (await import('./commands/registry.ts')).registry;
  const { run } = await import('./commands/frame/run.ts');
  return run(await understand(argv, known, io.columns()), io);
}
