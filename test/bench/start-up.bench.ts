import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { inTurn, median, seconds, shell } from './measure.ts';

/** What starting rmqctl costs over starting Node itself. */
const ROUNDS = Number(process.env['RMQCTL_ROUNDS'] ?? 20);
const BAR_MS = 60;
const RMQCTL = resolve(process.env['RMQCTL_BIN'] ?? 'bin/rmqctl.js');

test(`--version takes at most ${BAR_MS} ms over node -e 0`, { timeout: 120_000 }, async () => {
  const timed = (line: string) => () => seconds(() => shell(line));
  const { a, b } = await inTurn(ROUNDS, timed(`node ${RMQCTL} --version`), timed('node -e 0'));
  const over = (Math.min(...a) - Math.min(...b)) * 1000;
  const medians = `medians ${(median(a) * 1000).toFixed(0)} and ${(median(b) * 1000).toFixed(0)} ms`;
  console.log(`--version: ${over.toFixed(0)} ms over node -e 0 (bar ${BAR_MS} ms); ${medians}`);
  expect(over).toBeLessThanOrEqual(BAR_MS);
});

describe('nothing heavy is loaded', () => {
  /** The packages that a run loads, told by a resolve hook. */
  async function loaded(words: string): Promise<string[]> {
    const folder = mkdtempSync(join(tmpdir(), 'rmqctl-bench-'));
    try {
      const told = join(folder, 'loaded');
      const hook = `import { appendFileSync } from 'node:fs';
        export async function resolve(name, context, next) {
          const found = await next(name, context);
          appendFileSync(${JSON.stringify(told)}, found.url + '\\n');
          return found;
        }`;
      writeFileSync(join(folder, 'hook.mjs'), hook);
      const register = `import { register } from 'node:module'; register(${JSON.stringify(pathToFileURL(join(folder, 'hook.mjs')).href)});`;
      writeFileSync(join(folder, 'register.mjs'), register);
      const { stdout, code } = await shell(
        `node --import ${join(folder, 'register.mjs')} ${RMQCTL} ${words} >/dev/null; cat ${told}`,
      );
      expect(code).toBe(0);
      const packages = stdout
        .split('\n')
        .flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
      return [...new Set(packages)].sort();
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test('--version loads no package', async () => expect(await loaded('--version')).toEqual([]));

  test.each(['--help', 'deploy --help', 'verify --help', 'render --help'])(
    '%s loads neither ssh2 nor zx',
    async (words) => {
      const packages = await loaded(words);
      expect(packages).toContain('yargs');
      expect(packages.filter((name) => ['ssh2', 'zx'].includes(name))).toEqual([]);
    },
  );
});
