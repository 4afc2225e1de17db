import { spawn } from 'node:child_process';
import { finished } from 'node:stream/promises';
import type { Frame } from '../../src/probes/frames.ts';
import { runScript } from '../../src/probes/remote-script.ts';
import type { Script } from '../../src/shell/script.ts';
import type { ExecResult, RunOptions, Transport } from '../../src/transport/transport.ts';
import type { Shell } from './shells.ts';

/** A transport whose host is a shell of this machine, with an environment of its own. */
export function shellTransport(shell: Shell, env: NodeJS.ProcessEnv = {}): Transport {
  const run = async (script: Script, { onStdout, signal }: RunOptions = {}): Promise<ExecResult> => {
    const child = spawn(shell, ['-s'], { env: { PATH: process.env['PATH'], ...env }, signal });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
      onStdout?.(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    child.stdin.on('error', () => undefined).end(script.text);
    await finished(child.stdout);
    return { code: await ended, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) };
  };
  return {
    host: 'node1',
    run,
    pipe: () => Promise.reject(new Error('nothing is sent here')),
    dial: () => Promise.reject(new Error('nothing is dialled here')),
    close: () => Promise.resolve(),
  };
}

/** Runs a script's body with the prelude, as on a host, and gives its frames. */
export async function framesOf(transport: Transport, body: Script): Promise<Frame[]> {
  const frames: Frame[] = [];
  await runScript({ transport, body, onFrame: (frame) => frames.push(frame) });
  return frames;
}
