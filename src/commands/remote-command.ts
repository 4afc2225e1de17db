import { ExitCode, RmqctlError } from '../errors.ts';
import { LineSplitter } from '../logs/line-splitter.ts';
import type { OutputEvent } from '../report/events.ts';
import { lines, sh, type Script } from '../shell/script.ts';
import type { ExecResult, Transport } from '../transport/transport.ts';
import type { Session } from './session.ts';

export interface RemoteCommand {
  readonly transport: Transport;
  /** ends the script: its exit status is the command's */
  readonly command: Script;
  /** what its output events carry besides the text */
  readonly place: Pick<OutputEvent, 'host'>;
}

/**
 * Runs a command of the user's and passes its output on, line by line as it comes; what it said on standard error comes at its
 * end. The last event carries its exit status, 128 where a signal ended it.
 * @returns 0, or 5 when the command failed
 * @throws RmqctlError of Transport.run; INCOMPLETE_ANSWER when the command was never started
 */
export async function runRemoteCommand(session: Session, remote: RemoteCommand): Promise<ExitCode> {
  const { context, mark } = session;
  const { transport, place } = remote;
  const out = new Relay(mark(), (text) =>
    context.emit({ event: 'output', text, ...place, stream: 'stdout' }),
  );
  const result = await transport.run(lines([sh`printf '\n%s\n' ${out.mark}`, remote.command]), {
    onStdout: (chunk) => out.push(chunk),
    signal: context.signal,
  });
  const errors = result.stderr.toString('utf8');
  if (!out.begun) throw notStarted(transport.host, result, errors);
  out.end();
  if (errors !== '') context.emit({ event: 'output', text: errors, ...place, stream: 'stderr' });
  const code = result.code ?? 128;
  context.emit({ event: 'output', text: '', ...place, code });
  if (code === 0) return ExitCode.ok;
  const message = `the command ended with exit status ${code} on ${transport.host}`;
  context.emit({
    event: 'diagnostic',
    severity: 'error',
    code: 'COMMAND_FAILED',
    message,
    host: transport.host,
  });
  return ExitCode.step;
}

function notStarted(host: string, { code }: ExecResult, errors: string): RmqctlError {
  return new RmqctlError(
    'INCOMPLETE_ANSWER',
    `the command was not started on ${host} (exit status ${code ?? 'unknown'}): ${errors.trim().slice(-500)}`,
    { host, hint: 'log in by ssh and try `sh -c "echo ok"`' },
  );
}

/** The lines of standard output behind the mark: what a shell's start-up said before is passed over. */
class Relay {
  readonly mark: string;
  readonly #emit: (text: string) => void;
  readonly #lines = new LineSplitter();
  begun = false;

  constructor(mark: string, emit: (text: string) => void) {
    this.mark = mark;
    this.#emit = emit;
  }

  push(chunk: Buffer): void {
    this.#give(this.#lines.push(chunk));
  }

  end(): void {
    this.#give(this.#lines.end());
  }

  #give(heard: readonly string[]): void {
    const start = this.begun ? 0 : heard.indexOf(this.mark) + 1;
    if (start > 0) this.begun = true;
    const said = this.begun ? heard.slice(start) : [];
    if (said.length > 0) this.#emit(`${said.join('\n')}\n`);
  }
}
