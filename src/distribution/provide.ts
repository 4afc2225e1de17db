import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, RmqctlError } from '../errors.ts';
import { type CacheEntry, intact, lookUp, storeInCache, sweep, withStaging } from './cache.ts';
import { codeOf } from '../std/errno.ts';
import { releaseRoot } from './archive/inspect.ts';
import { withLock } from './lock.ts';
import { packTree } from './normal-form.ts';
import type { ReleaseArchive, ReleaseFacts, ReleaseHooks, ReleaseRequest } from './release.ts';
import { checkSha512, type Source, sourcesOf } from './source.ts';
import { archiveName } from './download/apache.ts';

/**
 * Provides a release as a tar that can be streamed to a host, from the cache or from where the inventory says; see
 * interface "distribution". By default Apache's download site is tried, then Maven, each failure saying what is next.
 * Runs at the same time do not spoil each other, and a damaged cache entry is replaced.
 * @throws RmqctlError ARCHIVE_MISSING, ARCHIVE_INVALID, ARCHIVE_VERSION_MISMATCH, ARCHIVE_CHECKSUM, DOWNLOAD_FAILED,
 * MAVEN_MISSING, MAVEN_FAILED, CACHE_UNUSABLE, or DISTRIBUTION_UNAVAILABLE naming all that was tried; the signal's
 * reason when aborted
 */
export async function provideRelease(request: ReleaseRequest, hooks: ReleaseHooks): Promise<ReleaseArchive> {
  const { cacheDir } = request;
  try {
    await mkdir(cacheDir, { recursive: true });
    await sweep(cacheDir, Date.now());
    const sources = await sourcesOf(request);
    for (const source of sources) {
      const entry = await cached(request, source, hooks);
      if (entry !== undefined)
        return asArchive(request, entry, source.origin === 'archive' ? 'archive' : 'cache');
    }
    return await firstThatWorks(request, sources, hooks);
  } catch (error) {
    hooks.signal?.throwIfAborted();
    throw cacheTrouble(error, cacheDir);
  }
}

/**
 * The sha256 that provideRelease would give, as far as it is known without converting or hashing anything: so that a
 * run which changes nothing need not touch the archive. Undefined where it is not known.
 */
export async function archiveIdentity(request: ReleaseRequest): Promise<string | undefined> {
  for (const source of await sourcesOf(request)) {
    const entry = await lookUp(request.cacheDir, source.id);
    if (entry !== undefined) return entry.sha256;
  }
  return undefined;
}

async function firstThatWorks(
  request: ReleaseRequest,
  sources: readonly Source[],
  hooks: ReleaseHooks,
): Promise<ReleaseArchive> {
  const failures: { source: Source; error: RmqctlError }[] = [];
  for (const [index, source] of sources.entries()) {
    try {
      return await make(request, source, hooks);
    } catch (error) {
      hooks.signal?.throwIfAborted();
      if (!(error instanceof RmqctlError)) throw error;
      const next = sources[index + 1];
      if (next === undefined && failures.length === 0) throw error;
      failures.push({ source, error });
      if (next !== undefined) hooks.notice(`${source.label}: ${error.message}; trying ${next.label} next`);
    }
  }
  throw unavailable(request.release, failures);
}

/** Gets the release from a source into the cache, unless another run just did. */
async function make(request: ReleaseRequest, source: Source, hooks: ReleaseHooks): Promise<ReleaseArchive> {
  const { cacheDir, release } = request;
  const waiting = () => hooks.notice(`another run is getting RocketMQ ${release.version}; waiting for it`);
  return await withLock(join(cacheDir, `${source.id}.lock`), { waiting, signal: hooks.signal }, async () => {
    const entry = (await cached(request, source, hooks)) ?? (await convert(request, source, hooks));
    return asArchive(request, entry, source.origin);
  });
}

async function convert(request: ReleaseRequest, source: Source, hooks: ReleaseHooks): Promise<CacheEntry> {
  const { cacheDir } = request;
  const { version } = request.release;
  return await withStaging(cacheDir, async (staging) => {
    const tree = join(staging, 'tree');
    const tar = join(staging, 'release.tar');
    await mkdir(tree);
    const fetched = await source.fill(tree, staging, hooks);
    const root = await releaseRoot(tree, version, source.label);
    const packed = await packTree(root, tar, source.label);
    return await storeInCache(cacheDir, source.id, {
      tar,
      entry: { version, origin: source.origin, ...packed, ...fetched },
    });
  });
}

/** A source's release from the cache, checked; undefined where there is none or it is damaged. */
async function cached(
  { cacheDir, release, spec }: ReleaseRequest,
  source: Source,
  hooks: ReleaseHooks,
): Promise<CacheEntry | undefined> {
  const entry = await lookUp(cacheDir, source.id);
  if (entry === undefined) return undefined;
  checkSha512(spec, entry);
  if (await intact(cacheDir, entry)) return entry;
  hooks.notice(
    `the cached RocketMQ ${release.version} (${join(cacheDir, entry.file)}) is damaged; getting it anew`,
  );
  return undefined;
}

function asArchive(
  { cacheDir, release: { version } }: ReleaseRequest,
  entry: CacheEntry,
  origin: ReleaseArchive['origin'],
): ReleaseArchive {
  return { version, path: join(cacheDir, entry.file), sha256: entry.sha256, bytes: entry.bytes, origin };
}

/** A cache that cannot be written is the user's to act on, not a bug. */
function cacheTrouble(error: unknown, cacheDir: string): unknown {
  const code = codeOf(error);
  if (
    error instanceof RmqctlError ||
    !['ENOSPC', 'EACCES', 'EROFS', 'EPERM', 'ENOTDIR', 'EEXIST'].includes(code ?? '')
  )
    return error;
  return new RmqctlError('CACHE_UNUSABLE', `the cache ${cacheDir} cannot be used: ${messageOf(error)}`, {
    hint: 'Make room or give access there, or set XDG_CACHE_HOME to a directory with some 500 MB free.',
    cause: error,
  });
}

/** Every source failed: what each of them said, and what to do by hand. */
function unavailable(
  release: ReleaseFacts,
  failures: readonly { source: Source; error: RmqctlError }[],
): RmqctlError {
  const tried = failures.map(({ source, error }) => `${source.label}: ${error.message}`).join('; ');
  const { version } = release;
  const name = archiveName(release);
  return new RmqctlError('DISTRIBUTION_UNAVAILABLE', `RocketMQ ${version} cannot be got anywhere. ${tried}`, {
    hint:
      `Download ${name} on a machine with the network and name it in the inventory (distribution: { archive: ./${name} }), ` +
      `or run there "rmqctl fetch ${version} -o rocketmq-${version}.tar.gz" and name that file.`,
    cause: failures.at(-1)?.error,
  });
}
