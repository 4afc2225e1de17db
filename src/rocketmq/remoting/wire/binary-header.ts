/**
 * RocketMQ's binary header (RocketMQSerializable): int16 code, int8 language, int16 version, int32 opaque,
 * int32 flag, int32 length + remark, int32 length + fields, each int16 length + key, int32 length + value.
 * A server set to `rocketmq.serialize.type=ROCKETMQ` writes it in requests of its own, which a client must be able to skip.
 */

import { ByteReader } from './byte-reader.ts';
import type { CommandHeader } from './command-header.ts';

/**
 * @param bytes the header alone
 * @throws RmqctlError REMOTING_MALFORMED when a length points past the end or bytes are left over
 */
export function decodeBinaryHeader(bytes: Buffer): CommandHeader {
  const reader = new ByteReader(bytes, 'a binary header');
  const code = reader.int16();
  reader.int8();
  const version = reader.int16();
  const opaque = reader.int32();
  const flag = reader.int32();
  const remark = reader.bytes(reader.int32()).toString('utf8');
  const fields = new ByteReader(reader.bytes(reader.int32()), 'the fields of a binary header');
  reader.end();
  const extFields: Record<string, string> = Object.create(null);
  while (fields.left > 0) {
    const key = fields.bytes(fields.int16()).toString('utf8');
    extFields[key] = fields.bytes(fields.int32()).toString('utf8');
  }
  return { code, version, opaque, flag, remark: remark === '' ? null : remark, extFields };
}
