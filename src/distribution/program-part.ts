import { copyFile, mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { ExitCode, messageOf, RmqctlError } from '../errors.ts';
import type { ProgramPart } from '../model/program.ts';
import { ArchiveInvalid } from './archive/archive-error.ts';
import type { ReleaseHooks } from './release.ts';
import { unpack } from './archive/unpack.ts';
import { zipEntries } from './archive/zip.ts';

/** Directories on this machine: what is being put together, and an empty one to work in, in the same file system. */
interface Work {
  readonly home: string;
  readonly scratch: string;
}

type Texts = Readonly<Record<string, string>>;

/**
 * Adds a part to the home that is being put together.
 * @returns the texts of the entries that its role reads
 * @throws RmqctlError PROGRAM_FILE_INVALID; the signal's reason when aborted
 */
export async function addPart(part: ProgramPart, work: Work, hooks: ReleaseHooks): Promise<Texts> {
  try {
    return await (part.as === 'whole' ? addWhole(part, work, hooks) : addUnpacked(part, work, hooks));
  } catch (error) {
    hooks.signal?.throwIfAborted();
    if (error instanceof ArchiveInvalid) throw invalid(part, error.found, error);
    throw error instanceof RmqctlError ? error : invalid(part, messageOf(error), error);
  }
}

function invalid({ file, key, has }: ProgramPart, found: string, cause?: unknown): RmqctlError {
  return new RmqctlError('PROGRAM_FILE_INVALID', `${file} is not what ${key} needs: ${found}`, {
    hint: `${key} is an archive that holds ${has}, as its project publishes or builds it`,
    exit: ExitCode.inventory,
    cause,
  });
}

async function addUnpacked(part: ProgramPart, { home, scratch }: Work, hooks: ReleaseHooks): Promise<Texts> {
  const progress = (bytes: number, totalBytes: number) =>
    hooks.progress({ stage: `unpacking ${part.file}`, bytes, totalBytes });
  await unpack(part.file, scratch, { label: part.file, progress, signal: hooks.signal });
  const root = await rootOf(scratch, part);
  const target = join(home, part.to);
  await mkdir(target, { recursive: true });
  for (const name of await readdir(root)) {
    if (part.without?.includes(name) !== true) await rename(join(root, name), join(target, name));
  }
  const kept = await Promise.all(
    (part.reads ?? []).map(async (entry) => {
      const found = await readFile(join(target, entry)).catch(() => undefined);
      return found === undefined ? [] : [[entry, entryText(found)] as const];
    }),
  );
  return Object.fromEntries(kept.flat());
}

/** The directory that has what the part must have: the archive's top, or the only folder there. */
async function rootOf(directory: string, part: ProgramPart): Promise<string> {
  const names = await readdir(directory);
  for (const root of [directory, ...names.slice(0, 2).map((name) => join(directory, name))]) {
    const found = await stat(join(root, part.has)).catch(() => undefined);
    if (found !== undefined) return root;
  }
  throw invalid(part, `it has no ${part.has}`);
}

async function addWhole(part: ProgramPart, { home }: Work, hooks: ReleaseHooks): Promise<Texts> {
  const texts: Record<string, string> = {};
  const wanted = new Set([part.has, ...(part.reads ?? [])]);
  const seen = new Set<string>();
  for await (const entry of zipEntries(part.file, {
    label: part.file,
    progress() {},
    signal: hooks.signal,
  })) {
    if (entry.kind !== 'file') continue;
    // what nobody reads is passed over, and checked against its CRC all the same
    if (part.reads?.includes(entry.name) === true) texts[entry.name] = await text(entry.content);
    else await finished(entry.content.resume());
    if (wanted.has(entry.name)) seen.add(entry.name);
    if (seen.size === wanted.size) break;
  }
  if (!seen.has(part.has)) throw invalid(part, `it has no ${part.has}`);
  await mkdir(dirname(join(home, part.to)), { recursive: true });
  await copyFile(part.file, join(home, part.to));
  return texts;
}

/**
 * The text of an archive's entry. What is not UTF-8 is ISO-8859-1, as java.util.Properties reads it; its characters beyond ASCII
 * become \\uXXXX escapes, so that the same is read from it when it is written in any encoding.
 */
export function entryText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // an escaped character beyond ASCII is the character itself, and a backslash before it would escape ours
    return Buffer.from(bytes)
      .toString('latin1')
      .replaceAll(/\\([\0-\x7F])|\\?([\x80-\xFF])/g, (whole, _ascii, beyond?: string) =>
        beyond === undefined ? whole : `\\u00${beyond.charCodeAt(0).toString(16).toUpperCase()}`,
      );
  }
}
