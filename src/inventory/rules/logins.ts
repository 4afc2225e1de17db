import { findingAt, type RuleFinding } from '../diagnostic.ts';
import type { Path } from '../path.ts';
import { quoted } from '../schema/quoted.ts';
import type { Rule } from '../rule.ts';

interface Login {
  readonly host?: string;
  readonly user?: string;
  readonly jump?: string;
}

/** A login has no space or invisible character, and does not begin with a hyphen. */
const WORD = /^[^\s\p{C}-][^\s\p{C}]*$/u;

function loginFindings(ssh: Login | undefined, at: Path): RuleFinding[] {
  return (['host', 'user', 'jump'] as const).flatMap((key) => {
    const value = ssh?.[key];
    if (value === undefined || WORD.test(value)) return [];
    const hint = key === 'jump' ? 'write [user@]host[:port]' : undefined;
    return [findingAt('SSH_LOGIN', [...at, key], { key, value: quoted(value) }, { hint })];
  });
}

/** The keys of a login by SSH; `become` has an effect on this machine too. */
const FOR_SSH = ['host', 'user', 'port', 'identity', 'jump', 'knownHosts'] as const;

/** There is no login to this machine. */
export const idleLogins: Rule = ({ inventory }) =>
  Object.entries(inventory.hosts).flatMap(([name, host]) => {
    if (typeof host !== 'object' || host.local !== true) return [];
    return FOR_SSH.filter((key) => host.ssh?.[key] !== undefined).map((key) =>
      findingAt('SSH_UNUSED', ['hosts', name, 'ssh', key], { key, host: quoted(name) }, { part: 'key' }),
    );
  });

/** The words of a login. */
export const logins: Rule = ({ inventory }) => [
  ...loginFindings(inventory.ssh, ['ssh']),
  ...Object.entries(inventory.hosts).flatMap(([name, host]) =>
    typeof host === 'object' ? loginFindings(host.ssh, ['hosts', name, 'ssh']) : [],
  ),
];
