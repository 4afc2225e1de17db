import { isIPv4, isIPv6 } from 'node:net';

export type AddressKind = 'ipv4' | 'ipv6' | 'name' | 'invalid';

/** Labels of letters, digits and hyphens, as in host names (RFC 1123, 2.1). */
const NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** What an address is. Four numbers that make no IPv4 address are invalid, not a name. */
export function addressKind(address: string): AddressKind {
  if (isIPv4(address)) return 'ipv4';
  if (isIPv6(address.replace(/^\[(.*)\]$/, '$1'))) return 'ipv6';
  return NAME.test(address) && !/^[\d.]+$/.test(address) ? 'name' : 'invalid';
}
