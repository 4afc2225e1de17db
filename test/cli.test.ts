import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';

const project = fileURLToPath(new URL('../', import.meta.url));
/** Below node_modules, so that the built program finds its libraries, and away from the user's own dist. */
const built = join(project, 'node_modules/.cache/rmqctl-process-test');
const program = join(built, 'bin/rmqctl.js');

beforeAll(async () => {
  await mkdir(built, { recursive: true });
  const tsc = join(project, 'node_modules/.bin/tsc');
  spawnSync(tsc, ['-p', 'tsconfig.build.json', '--outDir', join(built, 'dist')], { cwd: project });
  for (const name of ['bin', 'templates', 'package.json']) {
    await cp(join(project, name), join(built, name), { recursive: true });
  }
  expect(existsSync(join(built, 'dist/cli.js'))).toBe(true);
}, 60_000);

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function ended(child: ChildProcess): Promise<Ended> {
  if (child.stdout === null || child.stderr === null) throw new Error('no pipes');
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, out, err };
}

/** Node tells on stderr which modules it loads. */
const traced = { ...process.env, NODE_DEBUG: 'esm' };

const start = (...argv: string[]): ChildProcess => spawn(process.execPath, [program, ...argv]);

const lastLine = (out: string): unknown => JSON.parse(out.trimEnd().split('\n').at(-1) ?? '');

describe('the process', () => {
  test('gives the exit code of the run, and all of its output through a pipe', async () => {
    const { code, out, err } = await ended(start('schema'));
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toHaveProperty('properties.namesrv');
  });

  test('a usage error ends with 2', async () => {
    const { code, out, err } = await ended(start('vaildate', 'x'));
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('did you mean validate?');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s while standard input is awaited: 130, and a summary',
    async (signal) => {
      const child = spawn(process.execPath, [program, 'validate', '-', '--json'], { env: traced });
      child.stderr.on('data', (chunk: Buffer) => {
        // loaded when the process already listens to signals
        if (chunk.includes('dist/commands/frame/run.js') && child.signalCode === null && !child.killed)
          child.kill(signal);
      });
      const { code, out } = await ended(child);
      expect(code).toBe(130);
      expect(lastLine(out)).toMatchObject({ event: 'summary', command: 'validate', exitCode: 130 });
    },
  );

  test('a reader that goes away (head) is no crash', async () => {
    const command = `"${process.execPath}" "${program}" schema | head -c 1; exit "\${PIPESTATUS[0]}"`;
    const { code, out, err } = await ended(spawn('bash', ['-c', command]));
    expect([out, err]).toEqual(['{', '']);
    expect([0, 130]).toContain(code);
  });

  test('--version is answered without loading anything that a run needs', () => {
    const { stdout, stderr } = spawnSync(process.execPath, [program, '--version'], {
      encoding: 'utf8',
      env: traced,
    });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    for (const library of ['yargs', 'chalk', 'ssh2', 'ajv', 'handlebars', 'yaml']) {
      expect(stderr).not.toContain(`node_modules/${library}/`);
    }
    expect(stderr).toContain('dist/main.js');
  });

  test('--help loads no command', () => {
    const { status, stderr } = spawnSync(process.execPath, [program, '--help'], {
      encoding: 'utf8',
      env: traced,
    });
    expect(status).toBe(0);
    for (const library of ['ssh2', 'ajv', 'handlebars', 'yaml', 'zx']) {
      expect(stderr).not.toContain(`node_modules/${library}/`);
    }
    expect(stderr).toContain('node_modules/yargs/');
  });
});
