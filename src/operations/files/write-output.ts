/** Where a document that was asked for goes. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { RmqctlError, messageOf } from '../../errors.ts';
import type { CommandContext } from '../context.ts';
import { codeOf } from '../../std/errno.ts';

interface Where extends Pick<CommandContext, 'emit' | 'cwd'> {
  /** wx: only where there is no such file; default w */
  readonly flag?: 'w' | 'wx';
}

/**
 * Writes a document to a file, or to standard output where none is named.
 * @throws RmqctlError OUTPUT_FAILED
 */
export async function writeOutput(
  text: string,
  file: string | undefined,
  { emit, cwd, flag = 'w' }: Where,
): Promise<void> {
  if (file === undefined) {
    emit({ event: 'output', text });
    return;
  }
  try {
    await writeFile(resolve(cwd, file), text, { flag });
  } catch (cause) {
    const exists = codeOf(cause) === 'EEXIST';
    const why = exists ? 'it is there already' : messageOf(cause);
    throw new RmqctlError('OUTPUT_FAILED', `could not write ${file}: ${why}`, {
      hint: exists ? 'give --yes to overwrite it, or another name' : 'name a file that can be written',
      cause,
    });
  }
}
