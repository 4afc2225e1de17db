import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileDigest } from './digest.ts';
import { sha256 } from '../std/hash.ts';

/** Part of every key: a change of the normal form makes every kept tar a stranger. */
const NORMAL_FORM = 1;

/** Left-overs of runs that were killed are removed after a day: no run lasts that long. */
const STALE_MS = 24 * 60 * 60 * 1000;
const TEMPORARY = '.tmp-';

/** What is kept of a release beside its tar. */
export interface CacheEntry {
  readonly version: string;
  readonly origin: 'archive' | 'apache' | 'maven';
  /** the tar's name in the same directory; it holds the digest, so that a reader never sees it change */
  readonly file: string;
  /** of the tar */
  readonly sha256: string;
  readonly bytes: number;
  /** of the archive the tar was made of */
  readonly sha512?: string;
  /** where it came from, for people: a path, a URL, coordinates */
  readonly source: string;
  /** of a program, the texts that its role reads (program.ts) */
  readonly texts?: Readonly<Record<string, string>>;
}

/**
 * Where releases are kept: `$XDG_CACHE_HOME/rmqctl/releases`, else below `~/.cache`.
 * A relative XDG_CACHE_HOME is ignored, as the XDG base directory specification asks.
 */
export function releaseCacheDir(env: Readonly<Record<string, string | undefined>>): string {
  const xdg = env['XDG_CACHE_HOME'];
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : join(env['HOME'] ?? homedir(), '.cache');
  return join(base, 'rmqctl', 'releases');
}

/** Where programs that are no part of a release are kept, put together: beside the releases. */
export function programCacheDir(env: Readonly<Record<string, string | undefined>>): string {
  return join(dirname(releaseCacheDir(env)), 'programs');
}

/** A short key of what determines a cached release: a path with size and time, a recipe. */
export function cacheKey(...parts: readonly (string | number | bigint)[]): string {
  const text = JSON.stringify([NORMAL_FORM, ...parts.map(String)]);
  return sha256(text).slice(0, 16);
}

/** The entry kept under an id, or undefined where there is none, its tar is gone or has another size. Reads no tar. */
export async function lookUp(cacheDir: string, id: string): Promise<CacheEntry | undefined> {
  const text = await readFile(join(cacheDir, `${id}.json`), 'utf8').catch(() => undefined);
  const entry = text === undefined ? undefined : parseEntry(text);
  if (entry === undefined) return undefined;
  const size = await stat(join(cacheDir, entry.file)).then(
    (found) => found.size,
    () => undefined,
  );
  return size === entry.bytes ? entry : undefined;
}

/** True where the entry's tar still has the digest it was stored with; reads all of it. */
export async function intact(cacheDir: string, entry: CacheEntry): Promise<boolean> {
  const found = await fileDigest(join(cacheDir, entry.file), 'sha256').catch(() => undefined);
  return found === entry.sha256;
}

/**
 * Takes a finished tar into the cache. Two renames: the tar's name follows from its content and the record comes last,
 * so that neither a kill in between nor another run at the same time leaves a record without its tar.
 * @param tar path of the finished file in the same file system; it is moved
 */
export async function storeInCache(
  cacheDir: string,
  id: string,
  made: { tar: string; entry: Omit<CacheEntry, 'file'> },
): Promise<CacheEntry> {
  const file = `rocketmq-${made.entry.version}-${made.entry.sha256.slice(0, 16)}.tar`;
  const entry: CacheEntry = { ...made.entry, file };
  await rename(made.tar, join(cacheDir, file));
  const record = join(cacheDir, `${TEMPORARY}${randomBytes(6).toString('hex')}.json`);
  await writeFile(record, `${JSON.stringify(entry, null, 2)}\n`);
  await rename(record, join(cacheDir, `${id}.json`));
  return entry;
}

/** Runs `work` with a directory of its own inside the cache (so that renames are cheap), removed afterwards. */
export async function withStaging<T>(cacheDir: string, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = join(cacheDir, `${TEMPORARY}${randomBytes(6).toString('hex')}`);
  await mkdir(directory, { recursive: true });
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Removes what killed runs left behind. */
export async function sweep(cacheDir: string, now: number): Promise<void> {
  const names = await readdir(cacheDir).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(TEMPORARY) || each.endsWith('.part'))) {
    const path = join(cacheDir, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && now - found.mtimeMs > STALE_MS)
      await rm(path, { recursive: true, force: true });
  }
}

function parseEntry(text: string): CacheEntry | undefined {
  try {
    const entry: unknown = JSON.parse(text);
    return isEntry(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is CacheEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { file, sha256: digest, bytes } = value as Partial<CacheEntry>;
  const named = typeof file === 'string' && /^rocketmq-[\w.-]+\.tar$/.test(file);
  return named && typeof digest === 'string' && typeof bytes === 'number';
}
