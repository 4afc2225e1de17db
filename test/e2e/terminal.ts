import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { quote } from '../../src/shell/quote.ts';
import type { TestBed } from './cluster.ts';
import { BIN } from './rmqctl.ts';

/** Why no terminal can be had, in one line; undefined where one can. */
export const whyNoTerminal = (): string | undefined =>
  existsSync('/usr/bin/script') ? undefined : 'there is no script(1), of util-linux, to make a terminal by';

/** rmqctl at a terminal of its own, whose keys the test types. */
export class Terminal {
  #said = '';
  readonly #process: ChildProcess;
  readonly #ended: Promise<number | null>;
  readonly #settings: string;

  private constructor(child: ChildProcess, settings: string) {
    this.#process = child;
    this.#settings = settings;
    child.stdout!.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    this.#ended = new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  }

  /** Starts rmqctl; the terminal's settings are noted before and after. @param name of this terminal, in the bed's directory */
  static open(bed: TestBed, name: string, args: readonly string[], env: NodeJS.ProcessEnv): Terminal {
    const settings = join(bed.directory, `terminal-${name}`);
    const rmqctl = [process.execPath, BIN, ...args].map(quote).join(' ');
    // the shell outlives a Ctrl-C, to note what is then
    const command =
      `stty rows 40 cols 150; stty -a >${quote(`${settings}.before`)}; trap : INT; ` +
      `${rmqctl}; code=$?; stty -a >${quote(`${settings}.after`)}; exit "$code"`;
    const child = bed.fleet.spawn(['script', '-qefc', command, '/dev/null'], {
      // in CI nobody is asked
      env: { ...env, SHELL: '/bin/sh', TERM: 'xterm', CI: '', GITHUB_ACTIONS: '', GITLAB_CI: '' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return new Terminal(child, settings);
  }

  /** All that was shown so far, the echo of what was typed as well. */
  get screen(): string {
    return this.#said;
  }

  /** Types once such a text is shown. */
  async answer(question: string, keys: string): Promise<void> {
    await vi.waitFor(() => expect(this.#said).toContain(question), { timeout: 120_000, interval: 50 });
    this.#process.stdin!.write(keys);
  }

  /** The exit code of rmqctl; by then its terminal has to be as it was. */
  async end(): Promise<number | null> {
    const code = await this.#ended;
    const [before, after] = await Promise.all(
      ['before', 'after'].map((when) => readFile(`${this.#settings}.${when}`, 'utf8')),
    );
    expect(after).toBe(before);
    return code;
  }
}
