import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import type { CommandContext } from '../../src/operations/context.ts';
import type { ExitCode } from '../../src/errors.ts';
import { markdownFaults } from '../sample/markdown-lint.ts';
import { rmqctl, trying } from '../sample/world.ts';

const directory = mkdtempSync(join(tmpdir(), 'rmqctl-pipeline-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const path = (name: string): string => join(directory, name);
const read = (name: string): string => readFileSync(path(name), 'utf8');
const SECRET = 'correct-horse';

/** A run that hides a secret and then tells it. */
const work = async ({ emit, hide }: CommandContext): Promise<ExitCode> => {
  hide([SECRET]);
  const diff = { path: '/x', before: '', after: `password=${SECRET}\n` };
  const file = 'file:/x';
  emit({
    event: 'step',
    host: 'n1',
    resource: file,
    action: 'create',
    status: 'planned',
    summary: SECRET,
    diff,
  });
  emit({ event: 'check', check: 'ports', status: 'pass', detail: SECRET });
  return 0;
};
const terminal = Object.assign(Readable.from(['y\n']), { isTTY: true });

describe('--json-file and --markdown', () => {
  test('leave the same events and a page, and plain lines on stdout', async () => {
    const argv = ['try', '--json-file', 'events.jsonl', '--markdown', 'page.md'];
    const { code, out } = await rmqctl(argv, { entries: trying(work), cwd: directory });
    expect(code).toBe(0);
    expect(out).toContain('try: done');
    const events = read('events.jsonl')
      .trimEnd()
      .split('\n')
      .map((line): { event: string } => JSON.parse(line));
    expect(events.map(({ event }) => event)).toEqual(['step', 'check', 'summary']);
    expect(read('page.md')).toMatch(/^### ✅ rmqctl try: done/);
    expect(markdownFaults(read('page.md'))).toEqual([]);
    for (const text of [out, read('events.jsonl'), read('page.md')]) {
      expect(text).toContain('[redacted]');
      expect(text).not.toContain(SECRET);
    }
  });

  test('that cannot be written fail the run, before it begins', async () => {
    const seen: string[] = [];
    const entries = trying(async () => {
      seen.push('ran');
      return 0;
    });
    const { code, out } = await rmqctl(['try', '--json-file', 'nowhere/x'], { entries, cwd: directory });
    expect([code, seen]).toEqual([5, []]);
    expect(out).toContain('REPORT_UNWRITABLE');
    const page = await rmqctl(['try', '--markdown', 'nowhere/x', '--json'], { entries, cwd: directory });
    expect(page.code).toBe(5);
    expect(page.json().map(({ event }) => event)).toEqual(['diagnostic', 'summary']);
  });
});

describe("a GitHub job's summary", () => {
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: path('summary.md') };

  test('gets every run of the step, with --json as well, and no document', async () => {
    writeFileSync(path('summary.md'), '# before\n');
    await rmqctl(['try'], { entries: trying(work), env });
    const { out } = await rmqctl(['try', '--json'], { entries: trying(work), env });
    await rmqctl(['schema'], { env });
    expect(read('summary.md').match(/^### ✅ rmqctl try/gm)).toHaveLength(2);
    expect(read('summary.md')).toMatch(/^# before\n/);
    expect(markdownFaults(read('summary.md'))).toEqual([]);
    expect(out).not.toContain('###');
    expect(read('summary.md')).not.toContain(SECRET);
  });

  test('that cannot be written is a warning', async () => {
    const away = { ...env, GITHUB_STEP_SUMMARY: path('nowhere/x') };
    const { code, out } = await rmqctl(['try'], { entries: trying(work), env: away });
    expect(code).toBe(0);
    expect(out).toContain('warning REPORT_UNWRITABLE');
  });

  test('draws the topology of the inventory', async () => {
    const inventory = `cluster: c
version: 5.3.2
mode: single
hosts: { a: 192.0.2.1 }
namesrv: [a]
brokers: { b: [a] }
`;
    await rmqctl(['validate', '-'], { stdin: Readable.from([inventory]), env });
    expect(read('summary.md')).toContain('```mermaid\n');
    expect(read('summary.md')).toContain('flowchart LR');
    expect(markdownFaults(read('summary.md'))).toEqual([]);
  });
});

describe('where CI is set nobody is asked, terminal or not', () => {
  test.each(['confirm', 'askSecret'] as const)('%s', async (ask) => {
    const entries = trying(async (context) => {
      await context[ask]('sure?', 'RMQCTL_SECRET');
      return 0;
    });
    const over = { entries, stdin: terminal, isTTY: true, env: { CI: 'true', NO_COLOR: '1' } };
    const { code, out } = await rmqctl(['try'], over);
    expect(code).toBe(2);
    expect(out).toMatch(/cannot ask .* in CI\n {4}hint: (give --yes|set RMQCTL_SECRET)/);
  });

  test('and a terminal gets plain lines', async () => {
    const seen: boolean[] = [];
    const entries = trying(async ({ emit, isTTY }) => {
      seen.push(isTTY);
      emit({ event: 'progress', stage: 'working' });
      return 0;
    });
    const { out } = await rmqctl(['try', '--no-color'], { entries, isTTY: true, env: { CI: '1' } });
    expect(seen).toEqual([false]);
    expect(out).toMatch(/^try: done.*\n$/);
  });
});
