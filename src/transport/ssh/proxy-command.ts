import { Duplex } from 'node:stream';
import { messageOf } from '../../errors.ts';
import { startLocal } from '../../shell/local-process.ts';
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
export async function runProxyCommand({ host, command, env }: ProxyCommand): Promise<Duplex> {
  const running = await startLocal(['sh', '-c', `exec ${command}`], { env });
  const stream = Duplex.from({ readable: running.stdout, writable: running.stdin });
  let said = '';
  running.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-LAST_WORDS)));
  const fail = (found: string) => {
    const words = said.trim().split('\n').at(-1) ?? '';
    const message = `the ProxyCommand "${command}" ${found}${words === '' ? '' : `: ${words}`}`;
    const hint = 'try the command by itself, or use ProxyJump in ~/.ssh/config or ssh.jump in the inventory';
    stream.destroy(connectError('HOST_UNREACHABLE', host, message, { hint }));
  };
  running.ended.then(
    ({ code, signal }) => fail(`ended with ${signal ?? `exit code ${code}`}`),
    (error: unknown) => fail(`did not start (${messageOf(error)})`),
  );
  stream.once('close', () => running.kill());
  stream.on('error', () => undefined);
  return stream;
}
