import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../bed/run.ts';
import { checker } from '../ci/checkers.ts';
import { ROOT } from '../ci/runner.ts';
import { containerFile, containerIgnored } from './container-file.ts';

/** The rules that linters of container files have, as far as this file can break them. */

const instructions = containerFile();
const all = (name: string): string[] =>
  instructions.filter((instruction) => instruction.name === name).map(({ rest }) => rest);
const ignored = containerIgnored();

describe('the Containerfile', () => {
  test('knows its instructions, and begins with FROM', () => {
    const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'ARG', 'USER', 'ENTRYPOINT', 'CMD'];
    expect(instructions.filter(({ name }) => !known.includes(name))).toEqual([]);
    expect(instructions[0]!.name).toBe('FROM');
  });

  test('is made from a version that is named, on a Node that rmqctl allows', () => {
    for (const from of all('FROM')) expect(from).toMatch(/^node:(20|22|24)-[a-z-]+( AS [a-z]+)?$/);
  });

  test('copies what is there, and nothing that is ignored', () => {
    const own = all('COPY').filter((rest) => !rest.startsWith('--from='));
    const sources = own.flatMap((rest) => rest.split(' ').slice(0, -1));
    expect(sources.length).toBeGreaterThan(2);
    for (const source of sources) {
      expect(existsSync(join(ROOT, source)), source).toBe(true);
      expect(ignored).not.toContain(source);
    }
    expect(ignored).toEqual(expect.arrayContaining(['.git', 'node_modules', 'dist']));
    // stages that are copied from have been made before
    const stages = all('FROM').flatMap((from) => from.split(' AS ').slice(1));
    for (const rest of all('COPY')) {
      const from = /^--from=(\w+)/.exec(rest)?.[1];
      if (from !== undefined) expect(stages).toContain(from);
    }
  });

  test('runs as an ordinary user, by its own words', () => {
    expect(instructions.findLast(({ name }) => name === 'USER')?.rest).toMatch(/^[1-9]\d*$/);
    for (const words of [...all('ENTRYPOINT'), ...all('CMD')])
      expect(Array.isArray(JSON.parse(words))).toBe(true);
    for (const path of all('WORKDIR')) expect(path).toMatch(/^\//);
  });

  test('hadolint has nothing to say of it', { timeout: 300_000 }, async ({ skip }) => {
    const hadolint = await checker('hadolint');
    if ('missing' in hadolint) {
      skip(hadolint.missing);
      return;
    }
    const said = await hadolint.check(
      '--no-color',
      '--failure-threshold',
      'style',
      join(ROOT, 'Containerfile'),
    );
    expect(said).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('its shell parts are sh, and install nothing that can vary by the day', async () => {
    for (const script of all('RUN')) {
      expect(await run(['sh', '-n'], { stdin: script })).toMatchObject({ code: 0, stderr: '' });
      expect(script).not.toMatch(/sudo|apt-get|curl|npm install (?!--global --ignore-scripts)/);
    }
  });
});
