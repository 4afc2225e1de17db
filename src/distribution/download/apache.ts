import { RmqctlError } from '../../errors.ts';
import { parseSha512 } from '../digest.ts';
import { downloadText } from './download.ts';
import type { ReleaseFacts, ReleaseHooks } from '../release.ts';
import { downloadVerified } from './verified-download.ts';

/** Every release stays here; the mirrors hold the newest ones alone. */
const ARCHIVE = 'https://archive.apache.org/dist/rocketmq';

export interface ApacheArchive {
  readonly url: string;
  /** the downloaded .zip; it belongs to the caller */
  readonly path: string;
  readonly sha512: string;
}

/** What Apache calls a version's binary release. */
export function archiveName({ artifactVersion }: ReleaseFacts): string {
  return `rocketmq-all-${artifactVersion}-bin-release.zip`;
}

/** Where Apache keeps a version's binary release. RMQCTL_APACHE_MIRROR replaces everything before the version. */
export function apacheUrl(release: ReleaseFacts, env: Readonly<Record<string, string | undefined>>): string {
  const base = (env['RMQCTL_APACHE_MIRROR'] || ARCHIVE).replace(/\/+$/, '');
  return `${base}/${release.artifactVersion}/${archiveName(release)}`;
}

/**
 * Downloads a version's binary release from Apache's site and checks it against the .sha512 beside it.
 * @throws RmqctlError ARCHIVE_CHECKSUM; Error saying why there is nothing to be got
 */
export async function downloadFromApache(request: {
  release: ReleaseFacts;
  cacheDir: string;
  env: Readonly<Record<string, string | undefined>>;
  hooks: ReleaseHooks;
}): Promise<ApacheArchive> {
  const url = apacheUrl(request.release, request.env);
  const hooks = { ...request.hooks, env: request.env };
  const sha512 = parseSha512(await downloadText(`${url}.sha512`, hooks));
  if (sha512 === undefined)
    throw new RmqctlError('ARCHIVE_CHECKSUM', `${url}.sha512 holds no sha512 that could be checked`, {
      hint: 'something between here and the download site answers in its place: download the archive by hand, and give its path and `sha512`',
    });
  const path = await downloadVerified({ url, cacheDir: request.cacheDir, sha512, hooks });
  return { url, path, sha512 };
}
