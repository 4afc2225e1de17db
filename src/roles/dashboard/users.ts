import { findingAt, type RuleFinding } from '../../inventory/diagnostic.ts';
import type { Static } from '../../inventory/schema/json-schema.ts';
import { quoted } from '../../inventory/schema/quoted.ts';
import { isRecord } from '../../std/record.ts';
import { flag, LOCAL_FILE, text } from '../../inventory/schema/schema-parts.ts';
import { contentText } from '../../rocketmq/configuration/config-file.ts';
import { reveal, Secret, type Text } from '../../redaction/secret.ts';
import type { Values } from '../../inventory/values.ts';

const USER = {
  title: 'a password, or { password, passwordFile, admin }',
  description: 'Best as ${NAME}: the environment has it then, and nothing prints it',
  anyOf: [
    { type: 'string', minLength: 1 },
    {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      properties: {
        password: text('a password', 'Best as ${NAME}'),
        passwordFile: { ...LOCAL_FILE, description: 'A file of this machine that holds the password' },
        admin: flag('true: may change things'),
      },
    },
  ],
} as const;

export const USERS = {
  type: 'object',
  minProperties: 1,
  additionalProperties: USER,
  title: 'a mapping of user names to passwords',
  description: 'Who may log in; default: no login is asked for',
} as const;

/** A user of the dashboard. */
export interface DashboardUser {
  readonly name: string;
  /** undefined where there is none, or its file could not be read */
  readonly password: Text | undefined;
  readonly admin: boolean;
  /** why there is no password */
  readonly problem?: string | undefined;
}

/** The path of the users in the inventory. */
const AT = ['dashboard', 'users'];

/** The users of the inventory, their passwords as they are written, or read from the files that are named. */
export function usersOf(users: Static<typeof USERS>, { secretFile }: Values): DashboardUser[] {
  return Object.entries(users).map(([name, user]) => {
    if (typeof user === 'string') return { name, password: new Secret(user), admin: false };
    const { password, passwordFile, admin = false } = user;
    if (password !== undefined) return { name, password: new Secret(password), admin };
    const found =
      passwordFile === undefined
        ? { problem: 'neither `password` nor `passwordFile` is given' }
        : secretFile([...AT, name, 'passwordFile']);
    return 'secret' in found
      ? { name, password: found.secret, admin }
      : { name, password: undefined, admin, problem: found.problem };
  });
}

/** What the dashboard's file of users cannot hold: it has NAME=PASSWORD,ROLE in a line. */
export function userFindings({ name, password, problem }: DashboardUser): RuleFinding[] {
  const at = [...AT, name];
  const refused = (fault: string, hint: string): RuleFinding[] => [
    findingAt('DASHBOARD_USER', at, { user: quoted(name), fault }, { hint, part: 'key' }),
  ];
  if (!/^[\w.@-]+$/.test(name))
    return refused('the dashboard does not accept this name', 'use letters, digits and `. _ - @`');
  if (password === undefined)
    return refused(`no password (${problem ?? 'none is given'})`, 'set `password` or `passwordFile`');
  // without a comma, which ends the password
  if (/^[!-+\--~]+$/.test(reveal(password))) return [];
  const fault = "the dashboard's file of users cannot hold this password";
  return refused(fault, 'use printable ASCII without spaces and commas');
}

/** The text of users.properties; role 1 is an administrator. A secret, wherever the passwords came from. */
export function usersText(path: string, users: readonly DashboardUser[]): Text {
  const entries = users.map(({ name, password, admin }) => {
    const value = new Secret(`${reveal(password ?? '')},${admin ? 1 : 0}`);
    return [name, { value, origin: { inventory: [...AT, name] } }] as const;
  });
  return contentText({ path, format: 'properties', heading: [], entries: Object.fromEntries(entries) });
}

/** True if a value is a result of `usersOf`. */
export function isUsers(value: unknown): value is readonly DashboardUser[] {
  return (
    Array.isArray(value) &&
    value.every((user) => isRecord(user) && typeof user['name'] === 'string' && 'password' in user)
  );
}
