import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { RmqctlError, messageOf } from '../../errors.ts';
import type { CommandContext } from '../context.ts';
import { codeOf } from '../../std/errno.ts';

/**
 * Writes a document to a file, or to standard output if none is named.
 * @param where its flag wx: only if there is no such file
 * @throws RmqctlError OUTPUT_FAILED
 */
export async function writeOutput(
  text: string,
  file: string | undefined,
  where: Pick<CommandContext, 'emit' | 'cwd'> & { readonly flag?: 'w' | 'wx' },
): Promise<void> {
  if (file === undefined) {
    where.emit({ event: 'output', text });
    return;
  }
  try {
    await writeFile(resolve(where.cwd, file), text, { flag: where.flag ?? 'w' });
  } catch (cause) {
    const exists = codeOf(cause) === 'EEXIST';
    const why = exists ? 'it is there already' : messageOf(cause);
    throw new RmqctlError('OUTPUT_FAILED', `could not write ${file}: ${why}`, {
      hint: exists ? 'give --yes to overwrite it, or another name' : 'name a file that can be written',
      cause,
    });
  }
}
