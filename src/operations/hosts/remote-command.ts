import { ExitCode, RmqctlError } from '../../errors.ts';
import { tiedToStdin } from '../../execute/tied-to-stdin.ts';
import { loginRefusesCommands, newMark } from '../../probes/remote-script.ts';
import { LineSplitter } from '../../logs/line-splitter.ts';
import type { OutputEvent } from '../../model/events.ts';
import { lines, sh, type Script } from '../../shell/script.ts';
import type { Transport } from '../../transport/transport.ts';
import type { Session } from '../session.ts';

interface RemoteCommand {
  readonly transport: Transport;
  /** reads nothing; its exit code is reported */
  readonly command: Script;
  readonly place: Pick<OutputEvent, 'host'>;
  /** a warning if standard error shows that exit code 0 is not reliable */
  readonly doubt?: { readonly pattern: RegExp; readonly code: string; readonly message: string };
}

/**
 * Runs a command of the user's and passes its output on, line by line as it comes; what it said on standard error comes at its
 * end. The last event carries its exit status, 128 where a signal ended it. When the user interrupts, the command is ended too.
 * @returns 0, or 5 when the command failed
 * @throws RmqctlError of Transport.run; INCOMPLETE_ANSWER when the command was never started; INTERRUPTED
 */
export async function runRemoteCommand(session: Session, remote: RemoteCommand): Promise<ExitCode> {
  const { context } = session;
  const { transport, place, doubt } = remote;
  const out = new Relay((text) => context.emit({ event: 'output', text, ...place, stream: 'stdout' }));
  const script = lines([sh`printf '\n%s\n' ${out.mark}`, tiedToStdin(remote.command)]);
  const result = await transport
    .run(script, { onStdout: (chunk) => out.push(chunk), signal: context.signal, keepInput: true })
    .catch((error: unknown) => {
      throw context.signal.aborted ? interrupted(transport.host, out.begun) : error;
    });
  const errors = result.stderr.toString('utf8');
  if (!out.begun) {
    const how = `exit status ${result.code ?? 'unknown'}`;
    throw loginRefusesCommands(transport.host, { how, stdout: out.noise, stderr: errors });
  }
  out.end();
  if (errors !== '') context.emit({ event: 'output', text: errors, ...place, stream: 'stderr' });
  const code = result.code ?? 128;
  context.emit({ event: 'output', text: '', ...place, code });
  if (code === 0) {
    if (doubt?.pattern.test(errors) === true)
      context.emit({ event: 'diagnostic', severity: 'warning', code: doubt.code, message: doubt.message });
    return ExitCode.ok;
  }
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

function interrupted(host: string, begun: boolean): RmqctlError {
  const message = begun
    ? `interrupted: the command was told to end on ${host}`
    : `interrupted before the command was started on ${host}`;
  const hint = begun
    ? 'what it had done by then stays done; what it started as a service goes on'
    : undefined;
  return new RmqctlError('INTERRUPTED', message, { host, hint, exit: ExitCode.interrupted });
}

/** The lines of standard output behind the mark, without the output of a shell's start-up files. */
class Relay {
  readonly mark = newMark();
  readonly #emit: (text: string) => void;
  readonly #lines = new LineSplitter();
  begun = false;
  /** the output before the mark, until that comes */
  noise = '';

  constructor(emit: (text: string) => void) {
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
    if (!this.begun) this.noise += heard.map((line) => `${line}\n`).join('');
    const said = this.begun ? heard.slice(start) : [];
    if (said.length > 0) this.#emit(`${said.join('\n')}\n`);
  }
}
