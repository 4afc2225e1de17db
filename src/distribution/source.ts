import { access, constants, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RmqctlError } from '../errors.ts';
import type { DistributionSpec } from '../model/topology.ts';
import { apacheUrl, downloadFromApache } from './download/apache.ts';
import { cacheKey, type CacheEntry } from './cache.ts';
import { fileDigest } from './digest.ts';
import { assembleByMaven, recipeOf } from './maven/maven.ts';
import type { ReleaseHooks, ReleaseRequest } from './release.ts';
import { unpack } from './archive/unpack.ts';
import { checksumError, downloadVerified } from './download/verified-download.ts';

/** What a source found out while it was read. */
export interface Fetched {
  /** where it came from, for people */
  readonly source: string;
  readonly sha512?: string;
}

/** One place a release can come from. */
export interface Source {
  readonly origin: CacheEntry['origin'];
  /** for messages: "Apache's download site" */
  readonly label: string;
  /** what its cached release is kept under */
  readonly id: string;
  /** Puts the release's files, with or without a top folder, into the empty directory `tree`. */
  readonly fill: (tree: string, scratch: string, hooks: ReleaseHooks) => Promise<Fetched>;
}

/**
 * The places a release may come from, in the order in which they are tried.
 * @throws RmqctlError ARCHIVE_MISSING where the inventory's archive is not there
 */
export async function sourcesOf(request: ReleaseRequest): Promise<readonly Source[]> {
  const { spec, release } = request;
  if (spec.from === 'archive') return [await archiveSource(request, spec)];
  const maven = await mavenSource(request);
  // before 4.0.0 RocketMQ was not Apache's
  const isApaches = release.javaPackage.startsWith('org.apache.');
  return spec.from === 'maven' || !isApaches ? [maven] : [apacheSource(request), maven];
}

type ArchiveSpec = Extract<DistributionSpec, { from: 'archive' }>;

async function archiveSource(request: ReleaseRequest, spec: ArchiveSpec): Promise<Source> {
  const { archive } = spec;
  const sha512 = spec.sha512?.toLowerCase();
  return /^https?:\/\//.test(archive) ? urlSource(request, archive, sha512) : await fileSource(request, spec);
}

/** A file that was changed has another size or time, and with it another id. */
async function fileSource({ release: { version } }: ReleaseRequest, spec: ArchiveSpec): Promise<Source> {
  const { archive } = spec;
  const path = await realpath(archive).catch(() => undefined);
  const found = path === undefined ? undefined : await stat(path, { bigint: true });
  if (path === undefined || found?.isFile() !== true)
    throw new RmqctlError(
      'ARCHIVE_MISSING',
      `the archive ${archive} ${found ? 'is not a file' : 'is not there'}`,
      {
        hint: 'Correct distribution.archive; a relative path starts at the inventory.',
      },
    );
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw new RmqctlError('ARCHIVE_MISSING', `the archive ${archive} cannot be read`, {
      hint: 'Give the user who runs rmqctl read access to it.',
      cause,
    });
  });
  return {
    origin: 'archive',
    label: archive,
    id: `rocketmq-${version}-archive-${cacheKey(path, found.size, found.mtimeNs)}`,
    fill: async (tree, _scratch, hooks) => {
      const sha512 = await fileDigest(path, 'sha512');
      checkSha512(spec, { sha512 });
      await unpackInto(tree, path, { label: archive, hooks });
      return { source: path, sha512 };
    },
  };
}

/** What a URL holds is taken to stay the same; where it may not, the inventory should say its sha512. */
function urlSource(request: ReleaseRequest, url: string, sha512: string | undefined): Source {
  return {
    origin: 'archive',
    label: url,
    id: `rocketmq-${request.release.version}-archive-${cacheKey(url, sha512 ?? '')}`,
    fill: async (tree, _scratch, hooks) => {
      const { cacheDir, env } = request;
      const path = await downloadVerified({ url, cacheDir, sha512, hooks: { ...hooks, env } }).catch(
        (error: Error) => {
          throw downloadFailed(url, error, hooks.signal);
        },
      );
      await unpackInto(tree, path, { label: url, hooks });
      const found = sha512 ?? (await fileDigest(path, 'sha512'));
      await rm(path, { force: true });
      return { source: url, sha512: found };
    },
  };
}

function apacheSource(request: ReleaseRequest): Source {
  const { release, cacheDir, env } = request;
  return {
    origin: 'apache',
    label: `Apache's download site`,
    id: `rocketmq-${release.version}-apache-${cacheKey(release.version)}`,
    fill: async (tree, _scratch, hooks) => {
      const { url, path, sha512 } = await downloadFromApache({ release, cacheDir, env, hooks }).catch(
        (error: Error) => {
          throw downloadFailed(apacheUrl(release, env), error, hooks.signal);
        },
      );
      await unpackInto(tree, path, { label: url, hooks });
      await rm(path, { force: true });
      return { source: url, sha512 };
    },
  };
}

async function mavenSource(request: ReleaseRequest): Promise<Source> {
  const { release, env } = request;
  const { javaPackage, artifactVersion } = release;
  return {
    origin: 'maven',
    label: 'Maven',
    id: `rocketmq-${release.version}-maven-${cacheKey(await recipeOf(release))}`,
    fill: async (tree, scratch, hooks) => {
      await assembleByMaven(release, tree, { env, hooks, scratch: join(scratch, 'maven') });
      return { source: `${javaPackage}:rocketmq-*:${artifactVersion}` };
    },
  };
}

async function unpackInto(
  tree: string,
  path: string,
  { label, hooks }: { label: string; hooks: ReleaseHooks },
): Promise<void> {
  const progress = (bytes: number, totalBytes: number) =>
    hooks.progress({ stage: `converting ${label}`, bytes, totalBytes });
  await unpack(path, tree, { label, progress, signal: hooks.signal });
}

function downloadFailed(url: string, error: Error, signal: AbortSignal | undefined): Error {
  signal?.throwIfAborted();
  if (error instanceof RmqctlError) return error;
  return new RmqctlError('DOWNLOAD_FAILED', `${url} cannot be downloaded: ${error.message}`, {
    hint: 'Check the URL and the network of this machine, or download it elsewhere and name the file in the inventory.',
    cause: error,
  });
}

/**
 * Compares an archive with the sha512 of the inventory, from what the cache remembers of it.
 * @throws RmqctlError ARCHIVE_CHECKSUM
 */
export function checkSha512(spec: DistributionSpec, entry: Pick<CacheEntry, 'sha512'>): void {
  if (spec.from !== 'archive' || spec.sha512 === undefined || entry.sha512 === undefined) return;
  const wanted = spec.sha512.toLowerCase();
  if (entry.sha512 !== wanted) throw checksumError(spec.archive, wanted, entry.sha512);
}
