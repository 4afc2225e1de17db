import { groupBy } from '../../std/group-by.ts';
import { error, type RuleFinding } from '../diagnostic.ts';
import type { Path } from '../path.ts';
import { quoted } from '../schema/quoted.ts';
import type { Rule } from '../rule.ts';

/** Safe as a word of a shell, a file name, the name of a supervisor's unit and a value of a properties file alike. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** A unit is <cluster>-<instance>.service in at most 255 bytes, an instance up to three names. */
const LONGEST = 60;

const ALLOWED = 'letters, digits, `-`, `_` and `.`, beginning with a letter or a digit';

/** What is wrong with a name that becomes part of files and units; empty where nothing is. */
export function nameFindings(
  name: string,
  what: string,
  at: { path: Path; part: 'key' | 'value' },
): RuleFinding[] {
  if (name.length > LONGEST) {
    const message = `the name of ${what} has ${name.length} characters; it may have ${LONGEST}`;
    return [{ ...error('NAME_TOO_LONG', at.path, message), part: at.part }];
  }
  if (NAME.test(name)) return [];
  const plain = name
    .trim()
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-_.]+/, '');
  const hint = plain === '' ? `use ${ALLOWED}` : `use ${ALLOWED}: ${quoted(plain)}`;
  const message = `${quoted(name)} cannot be the name of ${what}`;
  return [{ ...error('NAME_INVALID', at.path, message, hint), part: at.part }];
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
      const message = `two instances would be called ${quoted(name)}`;
      const hint =
        first?.host === host && first.broker?.name === broker?.name
          ? `${quoted(host)} is listed twice: remove it here`
          : 'a slave is called after its broker, with -s, -s2, ...: rename one of the brokers';
      return error('INSTANCE_TWICE', hostAt, message, hint);
    }),
  );
