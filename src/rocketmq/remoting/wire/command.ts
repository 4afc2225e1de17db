/** The command that a frame carries, request and response alike (RemotingCommand). */

import { decodeBinaryHeader } from './binary-header.ts';
import type { CommandHeader } from './command-header.ts';
import { isJsonObject, parseFastjson, type JsonValue } from './fastjson.ts';
import { encodeFrame, HeaderType, type WireFrame } from './frame.ts';
import { malformed } from '../faults.ts';

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
