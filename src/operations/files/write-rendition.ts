import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExitCode, RmqctlError, messageOf } from '../../errors.ts';
import type { HostRendition } from '../../plan/rendition/rendition.ts';
import type { WholeFile } from '../../resources/resource.ts';
import { reveal, Secret } from '../../redaction/secret.ts';

const COMMANDS = 'commands.sh';
/** A line of every commands.sh (plan/rendition/rendition.ts): a file with it is an earlier rendition, and may be replaced. */
const SIGN = 'Written by `rmqctl render`';

/**
 * Writes DIR/<host>/<path on the host> and DIR/<host>/commands.sh. Removes the directories of an earlier rendition in DIR,
 * of all hosts; anything else in DIR stays.
 * @param names of the hosts that are rendered
 * @returns how many files were written, and where below DIR those with secrets are
 * @throws RmqctlError RENDER_OCCUPIED when a host's directory is there and is no rendition; RENDER_FAILED
 */
export async function writeRendition(
  directory: string,
  { names, rendered }: { readonly names: readonly string[]; readonly rendered: Iterable<HostRendition> },
): Promise<{ readonly files: number; readonly secret: readonly string[] }> {
  try {
    await clear(directory, new Set(names));
    let files = 0;
    const secret: string[] = [];
    for (const each of rendered) {
      files += writeHost(join(directory, each.host.name), each);
      const hidden = each.files.filter(({ content }) => content instanceof Secret);
      secret.push(...hidden.map(({ path }) => `${each.host.name}${path}`));
    }
    return { files, secret };
  } catch (cause) {
    if (cause instanceof RmqctlError) throw cause;
    const why = messageOf(cause);
    throw new RmqctlError('RENDER_FAILED', `could not write to ${directory}: ${why}`, {
      hint: 'give -o a directory that can be written',
      cause,
    });
  }
}

async function clear(directory: string, hosts: ReadonlySet<string>): Promise<void> {
  await mkdir(directory, { recursive: true });
  const entries = await readdir(directory);
  const earlier = await Promise.all(entries.map((name) => isRendition(join(directory, name))));
  const foreign = entries.find((name, index) => hosts.has(name) && earlier[index] === false);
  if (foreign !== undefined) {
    throw new RmqctlError('RENDER_OCCUPIED', `${join(directory, foreign)} is there and was not rendered`, {
      hint: 'move it away, or give -o another directory',
      exit: ExitCode.usage,
    });
  }
  const stale = entries.filter((_, index) => earlier[index]);
  await Promise.all(stale.map((name) => rm(join(directory, name), { recursive: true })));
}

async function isRendition(directory: string): Promise<boolean> {
  const text = await readFile(join(directory, COMMANDS), 'utf8').catch(() => '');
  return text.includes(SIGN);
}

/** Writes synchronously: with small files, waiting for the thread that writes them would take most of the time. */
function writeHost(directory: string, { files, commands }: HostRendition): number {
  const all: readonly WholeFile[] = [...files, { path: `/${COMMANDS}`, content: commands, mode: '755' }];
  const folders = new Set(all.map(({ path }) => dirname(join(directory, path))));
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  for (const { path, content, mode } of all)
    writeFileSync(join(directory, path), reveal(content), { mode: Number.parseInt(mode, 8) });
  return all.length;
}
