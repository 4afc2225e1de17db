import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ExitCode, RmqctlError, messageOf } from '../../errors.ts';
import { matchesPattern } from '../host-keys/known-hosts.ts';
import { readIfThere } from '../../std/errno.ts';
import { type Directive, parseSshConfig } from './ssh-config.ts';

/** As deep as ssh goes (readconf.c, READCONF_MAX_DEPTH). */
const MAX_DEPTH = 16;

/**
 * Reads an ssh_config file and what it includes. A missing file is empty.
 * @param path the file; relative Includes are relative to its directory
 * @param home what `~` stands for
 * @throws RmqctlError SSH_CONFIG_UNREADABLE
 */
export async function readSshConfig(path: string, home: string): Promise<Directive[]> {
  return readLevel(path, { base: dirname(path), home, depth: 0 });
}

interface Level {
  readonly base: string;
  readonly home: string;
  readonly depth: number;
}

async function readLevel(path: string, level: Level): Promise<Directive[]> {
  if (level.depth > MAX_DEPTH) throw unreadable(path, 'files include each other');
  const directives = parseSshConfig(await readText(path));
  return Promise.all(directives.map((directive) => include(directive, level)));
}

async function include(directive: Directive, level: Level): Promise<Directive> {
  if (directive.keyword !== 'include') return directive;
  const patterns = directive.args.map((arg) => resolve(level.base, expandHome(arg, level.home)));
  const paths = (await Promise.all(patterns.map(expandGlob))).flat();
  const included = await Promise.all(
    paths.map((path) => readLevel(path, { ...level, depth: level.depth + 1 })),
  );
  return { ...directive, included };
}

async function readText(path: string): Promise<string> {
  try {
    return (await readIfThere(path)) ?? '';
  } catch (error) {
    throw unreadable(path, messageOf(error), error);
  }
}

/** `~` and `~/...`; other users' homes are not looked up. */
export function expandHome(path: string, home: string): string {
  return path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path;
}

/** The paths that an absolute pattern with `*` and `?` matches, sorted; a pattern without them is itself. */
async function expandGlob(pattern: string): Promise<string[]> {
  const parts = pattern.split('/').slice(1);
  let found = ['/'];
  for (const part of parts) {
    const step = async (directory: string) =>
      /[*?]/.test(part) ? matchingNames(directory, part) : [join(directory, part)];
    found = (await Promise.all(found.map(step))).flat();
  }
  return found;
}

async function matchingNames(directory: string, pattern: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  const visible = names.filter((name) => !name.startsWith('.') && matchesPattern(pattern, name));
  return visible.sort().map((name) => join(directory, name));
}

function unreadable(path: string, found: string, cause?: unknown): RmqctlError {
  return new RmqctlError('SSH_CONFIG_UNREADABLE', `cannot read ${path}: ${found}`, {
    hint: 'make it readable for you, or take it out of the way',
    exit: ExitCode.connect,
    cause,
  });
}
