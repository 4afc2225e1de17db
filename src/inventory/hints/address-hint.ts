import { addressKind } from '../../model/ip-address.ts';
import { quoted } from '../schema/quoted.ts';

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
