/** Messages as a broker stores them and sends them out (MessageDecoder). */

import { crc32 } from 'node:zlib';
import { ByteReader } from './wire/byte-reader.ts';
import { malformed } from './faults.ts';
import { readHost, type MessageHost } from './message-id.ts';
import type { CallOptions, RemotingClient } from './client.ts';
import { RequestCode } from './wire/codes.ts';
import { invoke } from './invoke.ts';

export interface StoredMessage {
  readonly topic: string;
  readonly queueId: number;
  readonly queueOffset: bigint;
  /** offset in the commit log, the same on master and slaves */
  readonly physicalOffset: bigint;
  /** ms since 1970, the producer's clock */
  readonly bornTimestamp: bigint;
  readonly bornHost: MessageHost;
  /** ms since 1970, the broker's clock */
  readonly storeTimestamp: bigint;
  readonly storeHost: MessageHost;
  readonly flag: number;
  /** bit 0: the body is compressed; the body is given as stored */
  readonly sysFlag: number;
  readonly reconsumeTimes: number;
  readonly properties: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** Magic of a message, and of the second form (5.x) that has a two-byte topic length. */
const MAGIC_V1 = 0xdaa320a7 | 0;
const MAGIC_V2 = 0xdaa320ab | 0;
const BORN_HOST_IPV6 = 16;
const STORE_HOST_IPV6 = 32;
const NAME_END = '\u0001';
const VALUE_END = '\u0002';

/**
 * The messages of a pull's body, one after the other.
 * @throws RmqctlError REMOTING_MALFORMED for sizes that do not add up, an unknown magic or a wrong checksum
 */
export function decodeMessages(bytes: Buffer): StoredMessage[] {
  const reader = new ByteReader(bytes, 'a list of messages');
  const messages: StoredMessage[] = [];
  while (reader.left > 0) {
    const size = reader.int32();
    messages.push(decodeMessage(new ByteReader(reader.bytes(size - 4), 'a message')));
  }
  return messages;
}

/** The properties of a message as the send request carries them. */
export function encodeProperties(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([name, value]) => name + NAME_END + value + VALUE_END)
    .join('');
}

/** Reads what follows a message's size field. */
function decodeMessage(reader: ByteReader): StoredMessage {
  const magic = reader.int32();
  if (magic !== MAGIC_V1 && magic !== MAGIC_V2) throw malformed(`a message has the unknown magic ${magic}`);
  const bodyCrc = reader.int32();
  const queueId = reader.int32();
  const flag = reader.int32();
  const queueOffset = reader.int64();
  const physicalOffset = reader.int64();
  const sysFlag = reader.int32();
  const bornTimestamp = reader.int64();
  const bornHost = readHost(reader, (sysFlag & BORN_HOST_IPV6) !== 0);
  const storeTimestamp = reader.int64();
  const storeHost = readHost(reader, (sysFlag & STORE_HOST_IPV6) !== 0);
  const reconsumeTimes = reader.int32();
  reader.int64(); // offset of the prepared message of a transaction
  const body = reader.bytes(reader.int32());
  const topic = reader.bytes(magic === MAGIC_V1 ? reader.int8() & 0xff : reader.int16()).toString('utf8');
  const properties = decodeProperties(reader.bytes(reader.int16() & 0xffff).toString('utf8'));
  reader.end();
  // Brokers drop the sign bit of the checksum (UtilAll.crc32).
  if (((crc32(body) ^ bodyCrc) & 0x7fff_ffff) !== 0)
    throw malformed('the body of a message has a wrong checksum');
  return {
    topic,
    queueId,
    queueOffset,
    physicalOffset,
    bornTimestamp,
    bornHost,
    storeTimestamp,
    storeHost,
    flag,
    sysFlag,
    reconsumeTimes,
    properties,
    body,
  };
}

function decodeProperties(text: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const item of text.split(VALUE_END)) {
    const split = item.indexOf(NAME_END);
    if (split > 0) properties.set(item.slice(0, split), item.slice(split + 1));
  }
  return properties;
}

/**
 * The message at a commit log offset (VIEW_MESSAGE_BY_ID). A slave answers it too, whatever `slaveReadEnable` says, which
 * proves that a message was replicated.
 * @param place the offset and, which 5.x wants, the topic
 * @throws RmqctlError REMOTING_REFUSED with SYSTEM_ERROR when there is no message at that offset
 */
export function viewMessage(
  client: RemotingClient,
  place: { readonly topic: string; readonly physicalOffset: bigint },
  options: CallOptions = {},
): Promise<StoredMessage> {
  return invoke(client, {
    ...options,
    request: {
      code: RequestCode.VIEW_MESSAGE_BY_ID,
      extFields: { topic: place.topic, offset: String(place.physicalOffset) },
    },
    read: (response) => {
      const [message, ...more] = decodeMessages(response.body);
      if (message === undefined || more.length > 0) throw malformed('its body is not one message');
      return message;
    },
  });
}
