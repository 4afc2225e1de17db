import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../ci/runner.ts';

export interface Instruction {
  /** RUN, COPY, ... */
  readonly name: string;
  readonly rest: string;
}

/** The Containerfile's instructions in their order: without comments, each as one line. */
export function containerFile(): Instruction[] {
  return readFileSync(join(ROOT, 'Containerfile'), 'utf8')
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ name: line.split(' ')[0]!, rest: line.slice(line.indexOf(' ') + 1).trim() }));
}

/** What of the project's directory is not sent to who builds: names at its top. */
export function containerIgnored(): string[] {
  return readFileSync(join(ROOT, '.containerignore'), 'utf8').trim().split('\n');
}
