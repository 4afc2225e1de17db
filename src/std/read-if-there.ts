import { readFile } from 'node:fs/promises';
import { isMissing } from './errno.ts';

/** The text of a file; undefined where there is none. @throws what else readFile throws */
export async function readIfThere(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
}
