import { framed } from '../../src/probes/remote-script.ts';
import { kindNamed } from '../../src/resources/registry.ts';
import type { Change } from '../../src/resources/resource.ts';
import { lines, sh, type Script } from '../../src/shell/script.ts';
import { framesOf, shellTransport } from './real-shell.ts';
import type { Shell } from './shells.ts';

/** Looks at and changes single resources of this machine by the scripts that hosts get. */
export class ResourceHost {
  readonly #shell: Shell;

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  /** Runs a script with the prelude. @returns its output @throws Error when it fails */
  async run(part: Script): Promise<string> {
    const body = lines([sh`act_0() {`, part, sh`}; failed=' '; act 0`]);
    return this.#answer(body);
  }

  async look(kind: string, desired: unknown): Promise<unknown> {
    const found = kindNamed(kind);
    return found.parse(await this.#answer(framed('0', found.probe(desired))), desired);
  }

  async change(kind: string, desired: unknown): Promise<Change | undefined> {
    return kindNamed(kind).diff(desired, await this.look(kind, desired), []);
  }

  async removal(kind: string, ref: unknown): Promise<Change | undefined> {
    return kindNamed(kind).remove?.(ref, await this.look(kind, ref));
  }

  async #answer(body: Script): Promise<string> {
    const [frame] = await framesOf(shellTransport(this.#shell), body);
    if (frame?.status === '0') return frame.text;
    throw new Error(`status ${frame?.status}: ${frame?.text}`);
  }
}
