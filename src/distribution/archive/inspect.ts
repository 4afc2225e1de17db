import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RmqctlError } from '../../errors.ts';
import { ArchiveInvalid } from './archive-error.ts';

/** A release has one of these; the version is part of the name. */
const MARKER = /^rocketmq-(?:broker|namesrv)-(\d+\.\d+\.\d+.*)\.jar$/;

/**
 * The directory of an unpacked archive that holds bin/, conf/ and lib/: the archive's root or its only useful folder.
 * @throws RmqctlError ARCHIVE_INVALID naming what is there instead; ARCHIVE_VERSION_MISMATCH
 */
export async function releaseRoot(directory: string, version: string, label: string): Promise<string> {
  const top = await readdir(directory, { withFileTypes: true });
  const folders = top.filter((each) => each.isDirectory()).map((each) => join(directory, each.name));
  for (const root of [directory, ...folders]) {
    const versions = await versionsIn(root);
    if (versions.length === 0) continue;
    if (versions.length === 1 && versions[0] === version) return root;
    throw new RmqctlError(
      'ARCHIVE_VERSION_MISMATCH',
      `${label} holds RocketMQ ${versions.join(' and ')}, but the inventory's version is ${version}`,
      { hint: `Set "version: ${versions[0]}" in the inventory, or name the archive of ${version}.` },
    );
  }
  const names = top.map((each) => each.name);
  throw new ArchiveInvalid(
    label,
    `lib/rocketmq-broker-${version}.jar is missing; at its top are ${list(names)}${await sourceHint(directory, names)}`,
  );
}

/** The versions in the names of a tree's marker jars, without `-incubating`; none where it is no release. */
async function versionsIn(root: string): Promise<string[]> {
  const jars = await readdir(join(root, 'lib')).catch(() => []);
  const found = jars.flatMap((jar) => MARKER.exec(jar)?.[1] ?? []);
  return [...new Set(found.map((version) => version.replace(/-incubating$/, '')))].sort();
}

async function sourceHint(directory: string, names: readonly string[]): Promise<string> {
  const inside = await Promise.all(names.map((name) => readdir(join(directory, name)).catch(() => [])));
  return [names, ...inside].some((each) => each.includes('pom.xml'))
    ? ' (this looks like the source release)'
    : '';
}

function list(names: readonly string[]): string {
  if (names.length === 0) return 'no files';
  const shown = names.slice(0, 5).map((name) => `"${name}"`);
  return shown.join(', ') + (names.length > shown.length ? ` and ${names.length - shown.length} more` : '');
}
