import { Readable } from 'node:stream';
import type { Command } from '../../src/commands/frame/command.ts';
import type { CommandContext, Io } from '../../src/operations/context.ts';
import type { CommandEntry } from '../../src/commands/registry.ts';
import type { ExitCode } from '../../src/errors.ts';
import { main } from '../../src/main.ts';
import { FakeClock, Written } from './streams.ts';

export interface World {
  readonly io: Io;
  readonly stdout: Written;
  readonly stderr: Written;
  readonly clock: FakeClock;
  readonly interrupt: AbortController;
  readonly kill: AbortController;
}

/** A process's surroundings, all of them captured. */
export function world(over: Partial<Io> = {}): World {
  const stdout = new Written();
  const stderr = new Written();
  const clock = new FakeClock();
  const interrupt = new AbortController();
  const kill = new AbortController();
  const io: Io = {
    stdin: Readable.from([]),
    stdout,
    stderr,
    env: {},
    cwd: process.cwd(),
    isTTY: false,
    columns: () => 100,
    rows: () => 24,
    now: clock.now,
    every: clock.every,
    interrupt: interrupt.signal,
    kill: kill.signal,
    ...over,
  };
  return { io, stdout, stderr, clock, interrupt, kill };
}

/** A registry of one command, `try`, that does what is given. */
export function trying(
  run: (context: CommandContext) => Promise<ExitCode>,
  over: Partial<Command> = {},
): readonly CommandEntry[] {
  const command = {
    name: 'try',
    summary: 'does what a test wants',
    example: 'rmqctl try x.yaml',
    arguments: {},
    options: {},
    run: (_args, context) => run(context),
    ...over,
  } satisfies Command;
  return [{ name: 'try', summary: command.summary, load: () => Promise.resolve(command) }];
}

export interface Outcome {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
  /** standard output's lines as JSON objects */
  readonly json: () => Record<string, unknown>[];
}

/** Runs rmqctl in this process. */
export async function rmqctl(
  argv: readonly string[],
  { entries, ...over }: Partial<Io> & { entries?: readonly CommandEntry[] } = {},
): Promise<Outcome> {
  const { io, stdout, stderr } = world(over);
  const code = await main(argv, io, entries);
  const json = () => stdout.lines.map((line): Record<string, unknown> => JSON.parse(line));
  return { code, out: stdout.text, err: stderr.text, json };
}
