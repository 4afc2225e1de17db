import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { run } from '../bed/run.ts';
import { action, GithubJob, gitlabJob, gitlabTemplate, readText, ROOT } from './runner.ts';

/** The action and the template as texts, and their shell parts with something in rmqctl's place that writes down its words. */

const EXAMPLES = readdirSync(join(ROOT, 'ci/examples'));

const jobs: GithubJob[] = [];
const directories: string[] = [];
afterAll(() => {
  for (const job of jobs) job.end();
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** Puts in rmqctl's place what tells its words, the key it was given and that key's mode, and ends with EXIT. */
function standIn(path: string, words: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(
    path,
    `#!/bin/bash
if [ "$1" = --version ]; then echo 9.9.9; exit 0; fi
printf '%s\\n' "$@" >${words}
for file in "$RMQCTL_IDENTITY" "$RMQCTL_KNOWN_HOSTS"; do
  [ -z "$file" ] || { stat -c '%a' "$file"; cat "$file"; } >>${words}
done
for word in "$@"; do
  case $word in --json-file=*) echo '{"event":"summary","command":"x","ok":true,"changed":3,"failed":0}' >"\${word#*=}" ;; esac
done
exit \${EXIT:-0}
`,
  );
  chmodSync(path, 0o755);
}

describe('action.yml', () => {
  const { inputs, outputs, runs } = action();

  test('has the inputs and outputs that are documented', () => {
    const page = readText('docs/reference/ci.md');
    for (const name of [...Object.keys(inputs), ...Object.keys(outputs)])
      expect(page).toContain(`\`${name}\``);
  });

  test('puts no expression into a script, but into the environment', () => {
    const used = runs.steps.flatMap(({ env = {} }) =>
      Object.values(env).flatMap((value) => [...value.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name)),
    );
    expect(new Set(used)).toEqual(new Set(Object.keys(inputs)));
    for (const { run: script, env = {} } of runs.steps) {
      expect(script).not.toContain('${{');
      for (const value of Object.values(env)) expect(value).toMatch(/^\$\{\{ [\w.-]+ \}\}$/);
    }
  });

  test('its scripts are bash', async () => {
    for (const { run: script } of runs.steps)
      expect(await run(['bash', '-n'], { stdin: script })).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a use of the action', () => {
  const state: { job: GithubJob; words: string } = { job: new GithubJob(), words: '' };
  jobs.push(state.job);
  beforeEach(() => {
    state.job = new GithubJob();
    jobs.push(state.job);
    state.words = join(state.job.home, 'words');
    standIn(join(state.job.temp, 'rmqctl-1.2.3/node_modules/.bin/rmqctl'), state.words);
  });
  const words = (): string[] => readFileSync(state.words, 'utf8').trimEnd().split('\n');

  test('runs the command with its options, and gives the outputs', async () => {
    const used = await state.job.use({
      version: '1.2.3',
      inventory: 'a b.yaml',
      command: 'plan',
      options: '--check\n\n--limit=broker a\n',
    });
    const report = used.outputs['report']!;
    expect(used).toMatchObject({ code: 0, outputs: { changed: '3', ok: 'true' } });
    expect(words()).toEqual([
      'plan',
      'a b.yaml',
      `--json-file=${report}/events.jsonl`,
      `--markdown=${report}/report.md`,
      '--check',
      '--limit=broker a',
    ]);
  });

  test('verify leaves JUnit and HTML as well', async () => {
    const used = await state.job.use({ version: '1.2.3', inventory: 'i.yaml', command: 'verify' });
    const report = used.outputs['report']!;
    expect(words().slice(4)).toEqual([`--junit=${report}/junit.xml`, `--html=${report}/report.html`]);
  });

  test('ends with the exit code of rmqctl, and says that it is not ok', async () => {
    state.job = new GithubJob(undefined, { EXIT: '8' });
    jobs.push(state.job);
    standIn(join(state.job.temp, 'rmqctl-1.2.3/node_modules/.bin/rmqctl'), state.words);
    const used = await state.job.use({ version: '1.2.3', inventory: 'i.yaml' });
    expect(used).toMatchObject({ code: 8, outputs: { ok: 'false', changed: '3' } });
  });

  test('lays the key out for one user alone, and takes it away', async () => {
    const seen: number[] = [];
    const directory = (): string =>
      readdirSync(state.job.temp).find((name) => name.startsWith('rmqctl-key'))!;
    await state.job.use(
      {
        version: '1.2.3',
        inventory: 'i.yaml',
        'ssh-key': 'KEY\r\nEND',
        'known-hosts': 'n1 ssh-ed25519 AAAA',
      },
      { 'Run rmqctl': () => seen.push(statSync(join(state.job.temp, directory())).mode & 0o777) },
    );
    expect(seen).toEqual([0o700]);
    expect(words().slice(4)).toEqual(['600', 'KEY', 'END', '600', 'n1 ssh-ed25519 AAAA']);
    expect(readdirSync(state.job.temp).filter((name) => name.startsWith('rmqctl-key'))).toEqual([]);
  });

  test('takes the key away when rmqctl fails, too', async () => {
    const inputs = {
      version: '1.2.3',
      inventory: 'i.yaml',
      'ssh-key': 'KEY',
      'working-directory': 'nowhere',
    };
    const used = await state.job.use(inputs);
    expect(used.code).not.toBe(0);
    expect(readdirSync(state.job.temp).filter((name) => name.startsWith('rmqctl-key'))).toEqual([]);
  });

  test('runs nothing that an input says', async () => {
    const evil = '$(touch "$HOME/ran") `touch $HOME/ran`; touch "$HOME/ran" #\' " && touch $HOME/ran';
    await state.job.use({
      version: '1.2.3',
      inventory: evil,
      command: evil,
      options: `${evil}\n--x=${evil}`,
      'ssh-key': evil,
      'known-hosts': evil,
    });
    expect(readdirSync(state.job.home)).toEqual(['words']);
    expect(words().slice(0, 2)).toEqual([evil, evil]);
    expect(words()[4]).toBe(evil);
  });
});

describe('ci/gitlab.yml', () => {
  function directory(): { path: string; words: string } {
    const path = mkdtempSync(join(tmpdir(), 'rmqctl-gitlab-'));
    directories.push(path);
    // npm's place: it would install what the variable names
    mkdirSync(join(path, 'bin'));
    writeFileSync(join(path, 'bin/npm'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    standIn(join(path, '.rmqctl-17/node_modules/.bin/rmqctl'), join(path, 'words'));
    return { path, words: join(path, 'words') };
  }

  test('runs the command with its options, and leaves nothing but the report', async () => {
    const { path, words } = directory();
    const evil = '--limit=$(touch ran) `touch ran`; touch ran';
    const { code, stdout } = await gitlabJob(
      {
        PATH: `${join(path, 'bin')}:${process.env['PATH']}`,
        RMQCTL_COMMAND: 'verify',
        RMQCTL_INVENTORY: 'a b.yaml',
        RMQCTL_OPTIONS: `${evil}\n\n--no-messages`,
        EXIT: '6',
      },
      { directory: path },
    );
    expect([code, stdout]).toEqual([6, '9.9.9\n']);
    expect(readFileSync(words, 'utf8').trimEnd().split('\n')).toEqual([
      'verify',
      'a b.yaml',
      '--json-file=rmqctl-report/events.jsonl',
      '--markdown=rmqctl-report/report.md',
      '--junit=rmqctl-report/junit.xml',
      '--html=rmqctl-report/report.html',
      evil,
      '--no-messages',
    ]);
    expect(readdirSync(path).sort()).toEqual(['.home', 'bin', 'rmqctl-report', 'words']);
  });
});

describe.each(EXAMPLES)('ci/examples/%s', (name) => {
  const text = readText(`ci/examples/${name}`);

  test('is YAML, and names only commands, inputs and variables that there are', async () => {
    const { registry } = await import('../../src/commands/registry.ts');
    const commands = registry.map((entry) => entry.name);
    const used = name.startsWith('github') ? githubUses(name) : gitlabUses(name);
    expect(used.length).toBeGreaterThan(1);
    for (const { command, unknown } of used) {
      expect(commands).toContain(command);
      expect(unknown).toEqual([]);
    }
  });

  test('puts no expression into a script', () => {
    for (const [script] of text.matchAll(/^\s+(?:- )?run: .*$/gm)) expect(script).not.toContain('${{');
  });
});

interface Use {
  readonly command: string;
  /** inputs or variables that there are not, and inputs that are needed and missing */
  readonly unknown: readonly string[];
}

interface Workflow {
  readonly jobs: Record<string, { steps: { uses?: string; with?: Record<string, string> }[] }>;
}

function githubUses(name: string): Use[] {
  const { inputs } = action();
  const workflow: Workflow = parse(readText(`ci/examples/${name}`));
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  return steps
    .filter(({ uses }) => uses?.includes('/rmqctl@'))
    .map(({ with: given = {} }) => ({
      command: given['command'] ?? inputs['command']!.default!,
      unknown: [
        ...Object.keys(given).filter((key) => !(key in inputs)),
        ...Object.keys(inputs).filter((key) => inputs[key]!.required === true && !(key in given)),
      ],
    }));
}

function gitlabUses(name: string): Use[] {
  const known = Object.keys(gitlabTemplate().variables);
  const found: Record<string, { variables?: Record<string, string> }> = parse(
    readText(`ci/examples/${name}`),
  );
  return Object.values(found).flatMap(({ variables }) =>
    variables === undefined
      ? []
      : [
          {
            command: variables['RMQCTL_COMMAND'] ?? '',
            unknown: Object.keys(variables).filter((key) => !known.includes(key)),
          },
        ],
  );
}
