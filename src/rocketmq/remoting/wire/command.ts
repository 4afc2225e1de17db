/** The command that a frame carries, request and response alike (RemotingCommand). */

import { isJsonObject, parseFastjson, type JsonValue } from './fastjson.ts';
import { encodeFrame, HeaderType, type WireFrame } from './frame.ts';
import { malformed } from '../faults.ts';
import { ByteReader } from './byte-reader.ts';

/** What a command says before its body, request and response alike. */
interface CommandHeader {
  /** a request code, or in a response a response code */
  readonly code: number;
  /** the MQVersion ordinal of who wrote it */
  readonly version: number;
  /** the number by which a response finds its request */
  readonly opaque: number;
  /** bit 0: response; bit 1: oneway, no response wanted */
  readonly flag: number;
  readonly remark: string | null;
  readonly extFields: Readonly<Record<string, string>>;
}

export interface RemotingCommand extends CommandHeader {
  readonly body: Buffer;
}

const RESPONSE = 1;

export function isResponse(command: CommandHeader): boolean {
  return (command.flag & RESPONSE) !== 0;
}

/** The frame of a command, its header in JSON: servers answer in the form they were asked in. */
export function encodeCommand(command: RemotingCommand): Buffer {
  const { body, ...header } = command;
  // A language that a server's enum lacks breaks its decoder; OTHER is known to every release.
  const json = JSON.stringify({ ...header, language: 'OTHER', serializeTypeCurrentRPC: 'JSON' });
  return encodeFrame({ headerType: HeaderType.json, header: Buffer.from(json), body });
}

/**
 * @returns the command of a frame, whichever way its header is written
 * @throws RmqctlError REMOTING_MALFORMED
 */
export function decodeCommand(frame: WireFrame): RemotingCommand {
  switch (frame.headerType) {
    case HeaderType.json:
      return { ...decodeJsonHeader(frame.header), body: frame.body };
    case HeaderType.binary:
      return { ...decodeBinaryHeader(frame.header), body: frame.body };
    default:
      throw malformed(`a header of unknown type ${frame.headerType}`);
  }
}

function decodeJsonHeader(bytes: Buffer): CommandHeader {
  const header = parseFastjson(bytes.toString('utf8'));
  if (!isJsonObject(header)) throw malformed('a header that is not a JSON object');
  const remark = header['remark'] ?? null;
  if (remark !== null && typeof remark !== 'string') throw malformed('a header whose remark is not text');
  return {
    code: int32(header['code'], 'code'),
    version: int32(header['version'] ?? 0, 'version'),
    opaque: int32(header['opaque'], 'opaque'),
    flag: int32(header['flag'], 'flag'),
    remark,
    extFields: textFields(header['extFields'] ?? null),
  };
}

function textFields(value: JsonValue): Record<string, string> {
  const fields: Record<string, string> = Object.create(null);
  if (value === null) return fields;
  if (!isJsonObject(value)) throw malformed('a header whose extFields are not an object');
  for (const [key, field] of Object.entries(value)) {
    if (field === null) continue;
    if (typeof field === 'object') throw malformed(`a header whose extFields.${key} is not text`);
    fields[key] = String(field);
  }
  return fields;
}

function int32(value: JsonValue | undefined, name: string): number {
  if (typeof value === 'number' && (value | 0) === value) return value | 0;
  throw malformed(`a header whose ${name} is not a 32-bit integer`);
}

/**
 * Reads RocketMQ's binary header (RocketMQSerializable): int16 code, int8 language, int16 version, int32 opaque,
 * int32 flag, int32 length + remark, int32 length + fields, each int16 length + key, int32 length + value.
 * A server set to `rocketmq.serialize.type=ROCKETMQ` writes it in requests of its own, which a client must be able to skip.
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
