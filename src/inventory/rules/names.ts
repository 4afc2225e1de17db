import { groupBy } from '../../std/group-by.ts';
import { findingAt, type RuleFinding } from '../diagnostic.ts';
import type { Path } from '../path.ts';
import { quoted } from '../schema/quoted.ts';
import type { Rule } from '../rule.ts';

/** Safe as a word of a shell, a file name, the name of a supervisor's unit and a value of a properties file alike. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** A unit is <cluster>-<instance>.service in at most 255 bytes, an instance up to three names. */
const LONGEST = 60;

/** The faults of a name that becomes part of files and units. */
export function nameFindings(
  name: string,
  what: string,
  { path, part }: { path: Path; part: 'key' | 'value' },
): RuleFinding[] {
  if (name.length > LONGEST)
    return [findingAt('NAME_TOO_LONG', path, { what, length: name.length, limit: LONGEST }, { part })];
  if (NAME.test(name)) return [];
  const plain = name
    .trim()
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-_.]+/, '');
  const values = { name: quoted(name), what };
  const found = findingAt('NAME_INVALID', path, values, { part });
  return [plain === '' ? found : { ...found, hint: `${found.hint}: ${quoted(plain)}` }];
}

/** The cluster's and the hosts' names. */
export const nameRules: Rule = ({ inventory }) => [
  ...nameFindings(inventory.cluster, 'a cluster', { path: ['cluster'], part: 'value' }),
  ...Object.keys(inventory.hosts).flatMap((name) =>
    nameFindings(name, 'a host', { path: ['hosts', name], part: 'key' }),
  ),
];

/** Two instances of one name would share a unit and its files. */
export const instanceNames: Rule = ({ drafts }) =>
  [...groupBy(drafts, ({ name }) => name).values()].flatMap(([first, ...others]) =>
    others.map(({ name, host, hostAt, broker }) => {
      const isListedTwice = first?.host === host && first.broker?.name === broker?.name;
      const hint = isListedTwice ? `${quoted(host)} is listed twice: remove it here` : undefined;
      return findingAt('INSTANCE_TWICE', hostAt, { name: quoted(name) }, { hint });
    }),
  );
