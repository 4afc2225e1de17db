import { type HostKey, isAbout, parseKnownHosts } from './known-hosts.ts';

/** A key to write into known_hosts. */
export interface KeyToRecord {
  /** as known_hosts calls the host */
  readonly name: string;
  readonly key: HostKey;
  /** what the line ends with, for who reviews it */
  readonly comment: string;
  /** lines with other keys of that name go */
  readonly replace: boolean;
}

/** The text of a known_hosts file with more keys, each a line at its end. Lines about other names stay as they are. */
export function recordKeys(text: string, keys: readonly KeyToRecord[]): string {
  const replaced = keys.filter(({ replace }) => replace).map(({ name }) => name);
  const kept = text.split('\n').flatMap((line) => without(line, replaced));
  const before = kept.join('\n');
  const start = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  return start + keys.map(({ name, key, comment }) => `${name} ${key.type} ${key.key} ${comment}\n`).join('');
}

/** A line without some names: gone where it has no others. Patterns stay, for they are about more than these. */
function without(line: string, names: readonly string[]): string[] {
  const [entry] = parseKnownHosts(line, '');
  if (entry?.marker !== 'none' || !names.some((name) => isAbout(entry, name))) return [line];
  const left = entry.names.filter(
    (pattern) =>
      !names.some((name) => isAbout({ ...entry, names: [pattern] }, name) && !/[*?!]/.test(pattern)),
  );
  if (left.length === 0) return [];
  return [line.replace(entry.names.join(','), left.join(','))];
}
