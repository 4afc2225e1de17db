import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { connectError } from './ssh-errors.ts';

export interface ProxyCommand {
  /** the inventory's name of the host, for messages */
  readonly host: string;
  readonly command: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How much of what the command says on standard error is kept for a message, in characters. */
const LAST_WORDS = 500;

/**
 * The connection that a command of ~/.ssh/config makes: its input and output (ssh_config(5), ProxyCommand).
 * Where it ends early the stream is destroyed with HOST_UNREACHABLE and what it said last.
 */
export function runProxyCommand({ host, command, env }: ProxyCommand): Duplex {
  // A group of its own, so that Ctrl-C in the terminal does not reach it before rmqctl has ended in order.
  const child = spawn('sh', ['-c', `exec ${command}`], { detached: true, env: { ...env } });
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-LAST_WORDS)));
  const fail = (found: string) => {
    const words = said.trim().split('\n').at(-1) ?? '';
    const message = `the ProxyCommand "${command}" ${found}${words === '' ? '' : `: ${words}`}`;
    const hint = 'try the command by itself, or use ProxyJump in ~/.ssh/config or ssh.jump in the inventory';
    stream.destroy(connectError('HOST_UNREACHABLE', host, message, { hint }));
  };
  child.once('error', (error) => fail(`did not start (${error.message})`));
  child.once('close', (code, signal) => fail(`ended with ${signal ?? `exit code ${code}`}`));
  stream.once('close', () => {
    if (child.exitCode === null && child.signalCode === null) child.kill();
  });
  stream.on('error', () => undefined);
  return stream;
}
