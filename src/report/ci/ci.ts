/** How the log of a continuous integration system wants to be written. */
import { relative, resolve } from 'node:path';
import type { CiDialect } from './dialect.ts';
import { annotate, githubFold, harmless } from './github.ts';
import { gitlabFold } from './gitlab.ts';
import { ciSystem, isSet } from './system.ts';
import type { Environment } from '../../std/environment.ts';

/** The dialect of the system, or undefined where the log is plain text. @param cwd relative file names start there */
export function ciDialect(env: Environment, cwd: string): CiDialect | undefined {
  switch (ciSystem(env)) {
    case 'github': {
      const root = env['GITHUB_WORKSPACE'];
      const fileName = (file: string): string => (isSet(root) ? relative(root, resolve(cwd, file)) : file);
      return { fold: githubFold, annotate: (event) => annotate(event, fileName), harmless };
    }
    case 'gitlab':
      return { fold: gitlabFold, annotate: () => [], harmless: (line) => line };
    default:
      return undefined;
  }
}
