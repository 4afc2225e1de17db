import { addressKind } from '../../model/ip-address.ts';
import { findingAt, type RuleFinding } from '../diagnostic.ts';
import type { Path } from '../path.ts';
import { quoted } from '../schema/quoted.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** What people write around an address, or into it, that is none of it, and what to do with that. */
const AROUND: readonly (readonly [RegExp, string, string])[] = [
  [/^[a-z][a-z0-9+.-]*:\/\//i, '', 'remove the scheme'],
  [/^[^@/]*@/, '', 'set the user in `ssh: { user: ... }`'],
  [/\/.*$/, '', 'remove `/` and what follows'],
  [/:\d+$/, '', 'remove the port'],
  [/(?<=[^.])\.$/, '', 'remove the final dot'],
  [/^0+(?=\d)|(?<=\.)0+(?=\d)/g, '', 'write its numbers without leading zeros'],
];

/** What to do about something that is not an address: what it would be without that which is too much in it. */
export function addressHint(text: string): string {
  let rest = text;
  const advice: string[] = [];
  for (const [pattern, replacement, what] of AROUND) {
    // zeros are too many in four numbers alone: names may begin with them
    if (what.includes('zeros') && !/^[\d.]+$/.test(rest)) continue;
    const next = rest.replace(pattern, replacement);
    if (next !== rest) advice.push(what);
    rest = next;
  }
  const kind = addressKind(rest);
  if (advice.length > 0 && (kind === 'ipv4' || kind === 'name'))
    return `${advice.join(', ')}: ${quoted(rest)}`;
  return 'use four numbers from 0 to 255, or a host name of letters, digits, `-` and `.`';
}

interface Dialled {
  readonly path: Path;
  readonly address: string;
}

/** Every address that RocketMQ itself will see. */
function dialled({ inventory, drafts }: RuleContext): Dialled[] {
  const ofHosts = Object.entries(inventory.hosts).flatMap(([name, entry]): Dialled[] => {
    if (typeof entry === 'string')
      return entry === 'local' ? [] : [{ path: ['hosts', name], address: entry }];
    return entry.address === undefined ? [] : [{ path: ['hosts', name, 'address'], address: entry.address }];
  });
  const ofInstances = drafts.flatMap(({ at, address, haAddress }): Dialled[] => [
    ...(address === undefined ? [] : [{ path: [...at, 'address'], address }]),
    ...(haAddress === undefined ? [] : [{ path: [...at, 'haAddress'], address: haAddress }]),
  ]);
  return [...ofHosts, ...ofInstances];
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || /^localhost(\.|$)/i.test(address);
}

/** No machine has it: 0.0.0.0, multicast (from 224) and what lies above, broadcast among it (RFC 5735). */
function isUnreachable(address: string): boolean {
  const first = Number(/^(\d+)\.\d+\.\d+\.\d+$/.exec(address)?.[1] ?? 1);
  return first === 0 || first >= 224;
}

function addressFindings({ path, address }: Dialled, alone: boolean): RuleFinding[] {
  const kind = addressKind(address);
  const values = { address: quoted(address) };
  if (kind === 'ipv6') return [findingAt('ADDRESS_IPV6', path, values)];
  if (/^local$/i.test(address))
    return [findingAt('ADDRESS_INVALID', path, values, { hint: 'did you mean `local`, this machine?' })];
  if (kind === 'invalid' || isUnreachable(address)) {
    const hint = kind === 'ipv4' ? undefined : addressHint(address);
    return [findingAt('ADDRESS_INVALID', path, values, { hint })];
  }
  return alone || !isLoopback(address) ? [] : [findingAt('ADDRESS_LOOPBACK', path, values)];
}

/** Addresses are IPv4 addresses or names that other machines can dial. */
export const addresses: Rule = (context) => {
  const alone = Object.keys(context.inventory.hosts).length === 1;
  return dialled(context).flatMap((address) => addressFindings(address, alone));
};
