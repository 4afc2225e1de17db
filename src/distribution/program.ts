import { mkdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitCode, RmqctlError } from '../errors.ts';
import type { Program, ProgramPart, ProvidedProgram } from '../model/program.ts';
import { type CacheEntry, cacheKey, intact, lookUp, storeInCache, withStaging } from './cache.ts';
import { withLock } from './lock.ts';
import { packTree } from './normal-form.ts';
import { addPart } from './program-part.ts';
import type { ReleaseHooks } from './release.ts';

/** Where programs are kept, and what this one's tar is called there: "console". */
export interface ProgramPlace {
  readonly cacheDir: string;
  readonly name: string;
}

/**
 * Puts a program together from the user's files, as a tar that can be streamed to a host. What was put together before from
 * the same files comes from the cache, and no archive is read for it.
 * @throws RmqctlError PROGRAM_FILE_MISSING, PROGRAM_FILE_INVALID (exit 3); the signal's reason when aborted
 */
export async function provideProgram(
  program: Program,
  place: ProgramPlace,
  hooks: ReleaseHooks,
): Promise<ProvidedProgram> {
  const { cacheDir, name } = place;
  const id = `${name}-${cacheKey(...(await Promise.all(program.parts.map(identityOf))))}`;
  await mkdir(cacheDir, { recursive: true });
  const known = await kept(cacheDir, id);
  if (known !== undefined) return known;
  const waiting = () => hooks.notice(`another run is putting together ${program.title}; waiting for it`);
  return withLock(join(cacheDir, `${id}.lock`), { waiting, signal: hooks.signal }, async () => {
    const made = await kept(cacheDir, id);
    return made ?? provided(cacheDir, await putTogether(program, { ...place, id }, hooks));
  });
}

/** What a part is made from: a file that was changed has another size or time. */
async function identityOf({ key, file, as, to, without, reads }: ProgramPart): Promise<string> {
  const path = await realpath(file).catch(() => undefined);
  const found = path === undefined ? undefined : await stat(path, { bigint: true });
  if (found?.isFile() === true)
    return JSON.stringify([path, `${found.size}`, `${found.mtimeNs}`, as, to, without, reads]);
  const what = found === undefined ? 'is not there' : 'is not a file';
  throw new RmqctlError('PROGRAM_FILE_MISSING', `${file} (${key} of the inventory) ${what}`, {
    hint: `correct ${key}; a relative path starts at the inventory`,
    exit: ExitCode.inventory,
  });
}

async function kept(cacheDir: string, id: string): Promise<ProvidedProgram | undefined> {
  const entry = await lookUp(cacheDir, id);
  if (entry === undefined || !(await intact(cacheDir, entry))) return undefined;
  return provided(cacheDir, entry);
}

function provided(cacheDir: string, { file, sha256, bytes, texts = {} }: CacheEntry): ProvidedProgram {
  return { path: join(cacheDir, file), sha256, bytes, texts };
}

async function putTogether(
  program: Program,
  { cacheDir, name, id }: ProgramPlace & { readonly id: string },
  hooks: ReleaseHooks,
): Promise<CacheEntry> {
  return withStaging(cacheDir, async (staging) => {
    const home = join(staging, 'home');
    await mkdir(home);
    const texts: Record<string, string> = {};
    for (const [index, part] of program.parts.entries()) {
      const scratch = join(staging, String(index));
      await mkdir(scratch);
      Object.assign(texts, await addPart(part, { home, scratch }, hooks));
    }
    const tar = join(staging, 'program.tar');
    const packed = await packTree(home, tar, program.title);
    const source = program.parts.map(({ file }) => file).join(', ');
    return storeInCache(cacheDir, id, {
      tar,
      entry: { version: name, origin: 'archive', source, texts, ...packed },
    });
  });
}
