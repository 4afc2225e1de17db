import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checker, type Installed } from './checkers.ts';
import { readText, ROOT } from './runner.ts';

/** What GitHub and GitLab read, held against the schemas that editors and these services have of it. */

const examples = (service: string): string[] =>
  readdirSync(join(ROOT, 'ci/examples'))
    .filter((name) => name.startsWith(service))
    .map((name) => `ci/examples/${name}`);

const KINDS = [
  { kind: 'an action', schema: ['vendor.github-actions'], files: ['action.yml'], slip: ['runs:', 'run:'] },
  {
    kind: 'workflows',
    schema: ['vendor.github-workflows'],
    files: examples('github'),
    slip: ['jobs:', 'job:'],
  },
  {
    kind: 'pipelines of GitLab',
    schema: ['vendor.gitlab-ci', '--data-transform', 'gitlab-ci'],
    files: ['ci/gitlab.yml', ...examples('gitlab')],
    slip: ['artifacts:', 'artefacts:'],
  },
] as const;

describe('the schemas of others', { timeout: 120_000 }, () => {
  const state: { directory: string; installed: Installed } = { directory: '', installed: { missing: '' } };
  beforeAll(async () => {
    state.directory = await mkdtemp(join(tmpdir(), 'rmqctl-schemas-'));
    state.installed = await checker('check-jsonschema');
  }, 300_000);
  afterAll(() => rm(state.directory, { recursive: true, force: true }));

  /** A file as it is to be checked: GitLab's schema takes a job whose name begins with a dot as it comes, so it gets another. */
  async function copyOf(path: string, [from, to]: readonly [string, string] = ['', '']): Promise<string> {
    const copy = join(state.directory, `${from}${path.replaceAll('/', '-')}`);
    await writeFile(
      copy,
      readText(path)
        .replace(/^\.rmqctl:/m, 'rmqctl:')
        .replace(from, to),
    );
    return copy;
  }

  test.for(KINDS)('$kind: accepted, and with a key misspelt refused', async (kind, { skip }) => {
    const { installed } = state;
    if ('missing' in installed) {
      skip(installed.missing);
      return;
    }
    const check = (...files: readonly string[]) =>
      installed.check('--builtin-schema', ...kind.schema, ...files);
    const copies = await Promise.all(kind.files.map((path) => copyOf(path)));
    expect(await check(...copies)).toMatchObject({ code: 0, stderr: '' });
    const wrong = await check(await copyOf(kind.files[0], kind.slip));
    expect(wrong.code, kind.slip.join(' to ')).toBe(1);
    expect(wrong.stdout).toContain('Schema validation errors');
  });
});
