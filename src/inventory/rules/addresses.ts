import { addressKind } from '../../model/ip-address.ts';
import { error, type RuleFinding } from '../diagnostic.ts';
import type { Path } from '../path.ts';
import { quoted } from '../schema/quoted.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** What people write around an address, or into it, that is none of it, and what to do with that. */
const AROUND: readonly (readonly [RegExp, string, string])[] = [
  [/^[a-z][a-z0-9+.-]*:\/\//i, '', 'leave the scheme out'],
  [/^[^@/]*@/, '', 'the user goes into `ssh: { user: ... }`'],
  [/\/.*$/, '', 'leave what follows the `/` out'],
  [/:\d+$/, '', 'leave the port out'],
  [/(?<=[^.])\.$/, '', 'leave the dot at its end out'],
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
  return 'four numbers from 0 to 255, or a host name of letters, digits, `-` and `.`';
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
function isOfNobody(address: string): boolean {
  const first = Number(/^(\d+)\.\d+\.\d+\.\d+$/.exec(address)?.[1] ?? 1);
  return first === 0 || first >= 224;
}

function addressFindings({ path, address }: Dialled, alone: boolean): RuleFinding[] {
  const kind = addressKind(address);
  if (kind === 'ipv6') {
    const message = `${quoted(address)} is an IPv6 address, which is not supported yet: older versions split an address at its first colon`;
    return [error('ADDRESS_IPV6', path, message, 'give an IPv4 address or a host name')];
  }
  if (/^local$/i.test(address)) {
    const message = `${quoted(address)} is no address`;
    return [error('ADDRESS_INVALID', path, message, 'did you mean `local`, this machine?')];
  }
  if (kind === 'invalid' || isOfNobody(address)) {
    const message = `${quoted(address)} is not an address that can be dialled`;
    const hint = kind === 'ipv4' ? 'give the address that the other hosts reach it by' : addressHint(address);
    return [error('ADDRESS_INVALID', path, message, hint)];
  }
  if (alone || !isLoopback(address)) return [];
  const message = `${quoted(address)} is each machine's name for itself: the other hosts would dial themselves`;
  return [error('ADDRESS_LOOPBACK', path, message, 'give the address that the other hosts reach it by')];
}

/** Addresses are IPv4 addresses or names that other machines can dial. */
export const addresses: Rule = (context) => {
  const alone = Object.keys(context.inventory.hosts).length === 1;
  return dialled(context).flatMap((address) => addressFindings(address, alone));
};
