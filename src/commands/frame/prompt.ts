/** Questions to the person at the terminal. */
import { createInterface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';
import { ExitCode, RmqctlError } from '../../errors.ts';
import type { Output } from '../../report/reporter.ts';

interface PromptOptions {
  readonly stdin: Readable;
  readonly output: Output;
  readonly signal: AbortSignal;
  /** do not show what is typed */
  readonly hidden: boolean;
}

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

const interrupted = (): RmqctlError =>
  new RmqctlError('INTERRUPTED', 'interrupted at a question; nothing was changed after it', {
    hint: 'run it again, or give --yes where nobody is asked',
    exit: ExitCode.interrupted,
  });

/**
 * The line that a person types after a question, without its newline.
 * A hidden answer is read by readline as a terminal whose echo goes nowhere.
 * @throws RmqctlError INTERRUPTED (exit 130) at Ctrl-C, at the end of input, or when the signal is aborted
 */
export function askUser(question: string, { stdin, output, signal, hidden }: PromptOptions): Promise<string> {
  const reader = createInterface({ input: stdin, output: nowhere(), terminal: hidden });
  output.write(question);
  return new Promise<string>((resolve, reject) => {
    const stop = (): void => reader.close();
    reader.on('SIGINT', stop);
    reader.once('close', () => {
      signal.removeEventListener('abort', stop);
      reject(interrupted());
    });
    reader.once('line', (line) => {
      if (hidden) output.write('\n');
      resolve(line);
      reader.close();
    });
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}

/** Yes is "y" or "yes" in any case; anything else, the empty answer too, is no. */
export const isYes = (answer: string): boolean => /^\s*y(es)?\s*$/i.test(answer);
