import type { Readable, Writable } from 'node:stream';
import { RmqctlError } from '../errors.ts';
import type { ExitStatus, RunningProcess } from '../shell/local-process.ts';
import type { ExecResult, RunOptions } from './transport.ts';

/** What a process reads: first `head`, then `input`, then the end of file, which `keep` puts off until nobody waits any more. */
export interface Feed {
  readonly head?: string;
  readonly input?: Readable;
  readonly keep?: boolean | undefined;
}

export interface CollectOptions extends RunOptions {
  readonly host: string;
  /** most bytes kept of each stream; default 64 MiB */
  readonly cap?: number;
}

const DEFAULT_CAP = 64 * 1024 * 1024;

/**
 * Feeds a process and collects what it says until it ends.
 * Standard output beyond the cap is dropped where `onStdout` sees it anyway (a log that is followed for hours);
 * otherwise a flood is an error, since a cut answer must not be taken for a whole one.
 * @throws RmqctlError OUTPUT_TOO_LARGE; what `ended` rejects with; the input's own error; the abort signal's reason
 */
export function collect(process: RunningProcess, feed: Feed, options: CollectOptions): Promise<ExecResult> {
  const { signal, onStdout, host, cap = DEFAULT_CAP } = options;
  return new Promise((resolve, reject) => {
    let settled = false;
    const release = () => {
      settled = true;
      signal?.removeEventListener('abort', onAbort);
      feed.input?.unpipe(process.stdin);
      feed.input?.destroy();
    };
    const fail = (error: unknown) => {
      if (settled) return;
      release();
      process.kill();
      reject(error);
    };
    const onAbort = () => fail(signal?.reason);
    const tooLarge = (name: string) => fail(outputTooLarge(host, name, cap));

    const stdout = capture(process.stdout, cap, onStdout ? () => undefined : () => tooLarge('output'));
    const stderr = capture(process.stderr, cap, () => tooLarge('error output'));
    if (onStdout) process.stdout.on('data', onStdout);
    const succeed = (status: ExitStatus) => {
      release();
      resolve({ ...status, stdout: stdout(), stderr: stderr() });
    };
    process.ended.then(succeed, fail);

    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    write(process.stdin, feed, fail);
  });
}

function write(stdin: Writable, feed: Feed, fail: (error: unknown) => void): void {
  // A process may end before it has read everything; its exit status, not this error, tells how it went.
  stdin.on('error', () => undefined);
  if (feed.head !== undefined) stdin.write(feed.head);
  if (feed.input === undefined) {
    if (feed.keep !== true) stdin.end();
    return;
  }
  // it may have failed while the command was being started
  if (feed.input.errored !== null) return fail(feed.input.errored);
  feed.input.on('error', fail);
  feed.input.pipe(stdin);
}

/** Keeps up to `cap` bytes of a stream; `onOverflow` is called once when there is more. Returns how to get them. */
function capture(stream: Readable, cap: number, onOverflow: () => void): () => Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    const overflowed = size > cap;
    size += chunk.length;
    if (size <= cap) chunks.push(chunk);
    else if (!overflowed) onOverflow();
  });
  return () => Buffer.concat(chunks);
}

function outputTooLarge(host: string, stream: string, cap: number): RmqctlError {
  return new RmqctlError('OUTPUT_TOO_LARGE', `${host}: a command's ${stream} is larger than ${cap} bytes`, {
    host,
    hint: 'ask for less, for example with --since or --grep',
  });
}
