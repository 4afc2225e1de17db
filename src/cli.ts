/** The process: its words, its signals, its streams, its exit code. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Io } from './operations/context.ts';
import { main } from './main.ts';

/** Columns and rows where a stream does not say, or says 0, as a terminal does that nobody has given a size. */
const COLUMNS = 80;
const ROWS = 24;
/** How long a run that was ended at once may take to write its summary. */
const LAST_WORDS_MS = 1000;

const interrupt = new AbortController();
const kill = new AbortController();

/** The first signal asks the run to end in order, the second ends it at once. */
function onSignal(): void {
  if (interrupt.signal.aborted) kill.abort();
  else interrupt.abort();
}

/** Nobody reads any more (`| head`), or the disk is full: an interrupt, so that what is under way ends in order. */
function onStreamError(): void {
  interrupt.abort();
}

function every(call: () => void, milliseconds: number): () => void {
  const timer = setInterval(call, milliseconds);
  return () => clearInterval(timer);
}

const io: Io = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  isTTY: process.stdout.isTTY,
  columns: () => process.stdout.columns || COLUMNS,
  rows: () => process.stdout.rows || ROWS,
  now: Date.now,
  every,
  interrupt: interrupt.signal,
  kill: kill.signal,
};

/** Settles when what was written has left the process, or cannot any more. */
const drained = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) resolve();
    else stream.write('', () => resolve());
  });

process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
process.on('uncaughtException', (error) => kill.abort(error));
process.stdout.on('error', onStreamError);
process.stderr.on('error', onStreamError);

const code = await main(process.argv.slice(2), io);
// Connections and timers that a run left open must not keep the process, nor a reader that reads no more.
const patience = kill.signal.aborted ? [sleep(LAST_WORDS_MS)] : [];
await Promise.race([Promise.all([drained(process.stdout), drained(process.stderr)]), ...patience]);
process.exit(code);
