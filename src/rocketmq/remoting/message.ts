/** A message as a broker stores it and sends it out (MessageDecoder), and the request that reads one. */

import { crc32 } from 'node:zlib';
import { malformed } from './faults.ts';
import { invokingWith } from './invoke.ts';
import { ByteReader } from './wire/byte-reader.ts';
import { RequestCode } from './wire/codes.ts';

export interface StoredMessage {
  readonly topic: string;
  readonly queueId: number;
  readonly queueOffset: bigint;
  /** offset in the commit log, the same on master and slaves */
  readonly physicalOffset: bigint;
  /** as stored: compressed if bit 0 of its system flag is set */
  readonly body: Buffer;
}

/** Magic of a message, and of the second form (5.x) that has a two-byte topic length. */
const MAGIC_V1 = 0xdaa320a7 | 0;
const MAGIC_V2 = 0xdaa320ab | 0;
/** Bits of the system flag: the address of that host takes 16 bytes, not 4. */
const BORN_HOST_IPV6 = 16;
const STORE_HOST_IPV6 = 32;
const NAME_END = '\u0001';
const VALUE_END = '\u0002';

/** The properties of a message as the send request carries them. */
export function encodeProperties(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([name, value]) => name + NAME_END + value + VALUE_END)
    .join('');
}

/**
 * The commit log offset that a message id, as a broker gives it, ends with (MessageDecoder.createMessageId): in hexadecimal
 * digits an address (4 or 16 bytes), a port (4) and the offset (8).
 * @throws RmqctlError REMOTING_MALFORMED if it is no such id
 */
export function offsetInMessageId(id: string): bigint {
  if (!/^(?:[\da-f]{32}|[\da-f]{56})$/i.test(id)) throw malformed(`"${id}" is not a message id`);
  return BigInt.asIntN(64, BigInt(`0x${id.slice(-16)}`));
}

/**
 * Reads a message, its size field first.
 * @throws RmqctlError REMOTING_MALFORMED for sizes that do not add up, an unknown magic or a wrong checksum
 */
export function decodeMessage(bytes: Buffer): StoredMessage {
  const reader = new ByteReader(bytes, 'a message');
  if (reader.int32() !== bytes.length) throw malformed('its body is not one message');
  const magic = reader.int32();
  if (magic !== MAGIC_V1 && magic !== MAGIC_V2) throw malformed(`a message has the unknown magic ${magic}`);
  const bodyCrc = reader.int32();
  const queueId = reader.int32();
  reader.int32(); // flag of the application
  const queueOffset = reader.int64();
  const physicalOffset = reader.int64();
  const sysFlag = reader.int32();
  for (const isIpv6 of [BORN_HOST_IPV6, STORE_HOST_IPV6]) {
    reader.int64(); // ms since 1970, by the producer's clock, then by the broker's
    reader.bytes((sysFlag & isIpv6) === 0 ? 4 : 16);
    reader.int32(); // port of the host
  }
  reader.int32(); // times consumed again
  reader.int64(); // offset of the prepared message of a transaction
  const body = reader.bytes(reader.int32());
  const topic = reader.bytes(magic === MAGIC_V1 ? reader.int8() & 0xff : reader.int16()).toString('utf8');
  reader.bytes(reader.int16() & 0xffff); // properties
  reader.end();
  // Brokers drop the sign bit of the checksum (UtilAll.crc32).
  if (((crc32(body) ^ bodyCrc) & 0x7fff_ffff) !== 0)
    throw malformed('the body of a message has a wrong checksum');
  return { topic, queueId, queueOffset, physicalOffset, body };
}

/**
 * The message at a commit log offset (VIEW_MESSAGE_BY_ID). A slave answers it too, whatever `slaveReadEnable` says, which
 * proves that a message was replicated. Only 5.x requires the topic.
 * @throws RmqctlError REMOTING_REFUSED with SYSTEM_ERROR when there is no message at that offset
 */
export const viewMessage = invokingWith(
  ({ topic, physicalOffset }: Pick<StoredMessage, 'topic' | 'physicalOffset'>) => ({
    code: RequestCode.VIEW_MESSAGE_BY_ID,
    extFields: { topic, offset: String(physicalOffset) },
  }),
  { read: ({ body }) => decodeMessage(body) },
);
