import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { run, type Result, type RunOptions } from '../bed/run.ts';

/** What of GitHub's runner and of GitLab's runner it takes to run this project's action and template as they would. */

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** How a process is started: on this machine, or where test hosts can be reached. */
export type Start = (argv: readonly [string, ...string[]], options: RunOptions) => Promise<Result>;

export interface ActionStep {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly shell: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run: string;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly ActionStep[] };
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function action(): Action {
  const read: Action = parse(readText('action.yml'));
  return read;
}

/** The job of ci/gitlab.yml. */
export function gitlabTemplate(): GitlabTemplate {
  const read: Record<'.rmqctl', GitlabTemplate> = parse(readText('ci/gitlab.yml'));
  return read['.rmqctl'];
}

/** What came of a use of the action. */
export interface ActionRun {
  /** of the first step that failed, else 0 */
  readonly code: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
  /** the Markdown of the job's summary */
  readonly summary: string;
}

/** A job on a fresh machine: an empty home, a workspace, a temporary directory; the action may be used several times. */
export class GithubJob {
  readonly #root = mkdtempSync(join(tmpdir(), 'rmqctl-job-'));
  readonly #start: Start;
  readonly #env: Readonly<Record<string, string>>;

  /** @param env besides what a runner sets */
  constructor(start: Start = run, env: Readonly<Record<string, string>> = {}) {
    this.#start = start;
    this.#env = env;
    for (const name of ['home', 'workspace', 'temp', 'files']) mkdirSync(join(this.#root, name));
  }

  get workspace(): string {
    return join(this.#root, 'workspace');
  }

  get temp(): string {
    return join(this.#root, 'temp');
  }

  get home(): string {
    return join(this.#root, 'home');
  }

  end(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  /** Uses the action. @param between is called before the step of that name, to look or to interfere */
  async use(
    inputs: Readonly<Record<string, string>>,
    between: Readonly<Record<string, () => void>> = {},
  ): Promise<ActionRun> {
    const { inputs: declared, outputs, runs } = action();
    const values = new Map(
      Object.entries(declared).map(([name, { default: otherwise = '' }]) => [
        `inputs.${name}`,
        inputs[name] ?? otherwise,
      ]),
    );
    values.set('github.action_path', ROOT);
    const summary = this.#file('summary');
    const state = { code: 0, log: '' };
    for (const step of runs.steps) {
      if (!isWanted(step, values, state.code)) continue;
      between[step.name]?.();
      const output = this.#file('output');
      const { code, stdout, stderr } = await this.#step(step, values, { output, summary });
      state.log += stdout + stderr;
      if (state.code === 0) state.code = code;
      for (const [name, value] of readOutputs(output)) values.set(`steps.${step.id}.outputs.${name}`, value);
    }
    const given = Object.entries(outputs).map(([name, { value }]) => [name, resolve(value, values)]);
    return { ...state, outputs: Object.fromEntries(given), summary: readFileSync(summary, 'utf8') };
  }

  #file(name: string): string {
    const path = join(this.#root, 'files', name);
    writeFileSync(path, '');
    return path;
  }

  #step(
    step: ActionStep,
    values: ReadonlyMap<string, string>,
    files: { readonly output: string; readonly summary: string },
  ): Promise<Result> {
    const script = join(this.#root, 'files', 'script.sh');
    writeFileSync(script, step.run);
    const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, resolve(value, values)]);
    const env = {
      PATH: process.env['PATH'],
      HOME: this.home,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: this.workspace,
      GITHUB_OUTPUT: files.output,
      GITHUB_STEP_SUMMARY: files.summary,
      RUNNER_TEMP: this.temp,
      ...this.#env,
      ...Object.fromEntries(own),
    };
    const argv = ['bash', '--noprofile', '--norc', '-eo', 'pipefail', script] as const;
    return this.#start(argv, { env, cwd: this.workspace, timeout: 300_000 });
  }
}

/** Whether a step runs; knows the conditions that action.yml has. */
function isWanted({ if: condition }: ActionStep, values: ReadonlyMap<string, string>, code: number): boolean {
  if (condition === 'always()') return true;
  if (code !== 0) return false;
  return (condition ?? "'x' != ''").split(' || ').some((term) => {
    const found = /^(\S+) != ''$/.exec(term);
    if (found === null) throw new Error(`unknown condition: ${term}`);
    return (values.get(found[1]!) ?? found[1]) !== '';
  });
}

/** `${{ a.b }}` becomes its value; what has none is empty, as on GitHub. */
function resolve(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{\{ ([\w.-]+) \}\}/g, (_all, name: string) => values.get(name) ?? '');
}

function readOutputs(path: string): [string, string][] {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
}

interface GitlabTemplate {
  readonly variables: Readonly<Record<string, string>>;
  readonly before_script: readonly string[];
  readonly script: readonly string[];
  readonly after_script: readonly string[];
}

/**
 * Runs a job that extends `.rmqctl` of ci/gitlab.yml: before_script and script in one shell, after_script in another.
 * @param variables of the job, and what the runner sets besides
 */
export async function gitlabJob(
  variables: Readonly<Record<string, string>>,
  { directory, start = run }: { readonly directory: string; readonly start?: Start },
): Promise<Result> {
  const template = gitlabTemplate();
  const home = join(directory, '.home');
  if (!existsSync(home)) mkdirSync(home);
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    CI: 'true',
    GITLAB_CI: 'true',
    CI_JOB_ID: '17',
    CI_BUILDS_DIR: directory,
    ...template.variables,
    ...variables,
  };
  const shell = (scripts: readonly string[]): Promise<Result> =>
    start(['sh', '-ec', scripts.join('\n')], { env, cwd: directory, timeout: 300_000 });
  const result = await shell([...template.before_script, ...template.script]);
  const after = await shell(template.after_script);
  return { ...result, stderr: result.stderr + after.stderr };
}
