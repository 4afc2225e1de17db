/** Addresses in messages, and the message id that names a message's place (MessageDecoder.createMessageId). */

import { ByteReader } from './wire/byte-reader.ts';
import { malformed } from './faults.ts';

export interface MessageHost {
  /** the address in its usual form */
  readonly address: string;
  readonly port: number;
}

export interface MessagePlace extends MessageHost {
  /** offset in the commit log */
  readonly physicalOffset: bigint;
}

/** Hex digits of an id: address (4 or 16 bytes), port (4), offset (8). */
const IPV4_DIGITS = 32;
const IPV6_DIGITS = 56;

/**
 * The broker and the commit log offset that a message id, as a broker gives it, stands for.
 * @throws RmqctlError REMOTING_MALFORMED when it is no such id
 */
export function parseMessageId(id: string): MessagePlace {
  const isIpv6 = id.length === IPV6_DIGITS;
  if ((!isIpv6 && id.length !== IPV4_DIGITS) || !/^[\da-fA-F]+$/.test(id)) {
    throw malformed(`"${id}" is not a message id`);
  }
  const reader = new ByteReader(Buffer.from(id, 'hex'), 'a message id');
  return { ...readHost(reader, isIpv6), physicalOffset: reader.int64() };
}

/** Reads an address and a four-byte port. */
export function readHost(reader: ByteReader, isIpv6: boolean): MessageHost {
  const address = isIpv6 ? ipv6(reader) : reader.bytes(4).join('.');
  return { address, port: reader.int32() };
}

/** All eight groups, none left out: correct everywhere, if not the shortest form. */
function ipv6(reader: ByteReader): string {
  return Array.from({ length: 8 }, () => (reader.int16() & 0xffff).toString(16)).join(':');
}
