import { isIPv4, isIPv6 } from 'node:net';

/** Labels of letters, digits and hyphens, as in host names (RFC 1123, 2.1). */
const NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** The kind of an address. Four numbers that make no IPv4 address are invalid, not a name. */
export function addressKind(address: string): 'ipv4' | 'ipv6' | 'name' | 'invalid' {
  if (isIPv4(address)) return 'ipv4';
  if (isIPv6(address.replace(/^\[(.*)\]$/, '$1'))) return 'ipv6';
  return NAME.test(address) && !/^[\d.]+$/.test(address) ? 'name' : 'invalid';
}

/** An IPv4 address or network as its first address and the bits that count: "10.1.0.0/16"; undefined if it is neither. */
export function parseNetwork(text: string): { readonly first: number; readonly bits: number } | undefined {
  const [address = '', prefix = '32', ...rest] = text.split('/');
  if (!isIPv4(address) || !/^\d{1,2}$/.test(prefix) || Number(prefix) > 32 || rest.length > 0)
    return undefined;
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { first: number, bits: Number(prefix) };
}

/** True if an IPv4 network, or address, contains another. */
export function covers(network: string, address: string): boolean {
  const [outer, inner] = [parseNetwork(network), parseNetwork(address)];
  if (outer === undefined || inner === undefined || inner.bits < outer.bits) return false;
  const size = 2 ** (32 - outer.bits);
  return Math.floor(outer.first / size) === Math.floor(inner.first / size);
}
