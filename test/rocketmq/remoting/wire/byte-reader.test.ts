import { describe, expect, test } from 'vitest';
import { decodeBinaryHeader } from '../../../../src/rocketmq/remoting/wire/command.ts';
import { ByteReader } from '../../../../src/rocketmq/remoting/wire/byte-reader.ts';

const malformed = (message: RegExp) =>
  expect.objectContaining({ code: 'REMOTING_MALFORMED', message: expect.stringMatching(message) });

describe('a reader of bytes', () => {
  const bytes = Buffer.from('ff0102030405060708090a0b0c0d0e0f', 'hex');

  test('reads big-endian numbers one after the other', () => {
    const reader = new ByteReader(bytes, 'a thing');
    expect([reader.int8(), reader.int16(), reader.int32(), reader.int64()]).toEqual([
      -1,
      0x0102,
      0x03040506,
      0x0708090a0b0c0d0en,
    ]);
    expect(reader.left).toBe(1);
    expect(reader.bytes(1)).toEqual(Buffer.from([0x0f]));
    reader.end();
  });

  test('negative numbers are negative', () => {
    const reader = new ByteReader(Buffer.alloc(15, 0xff), 'a thing');
    expect([reader.int8(), reader.int16(), reader.int32(), reader.int64()]).toEqual([-1, -1, -1, -1n]);
  });

  test.each<[string, (reader: ByteReader) => unknown]>([
    ['a number', (reader) => reader.int64()],
    ['bytes', (reader) => reader.bytes(4)],
    ['a negative length', (reader) => reader.bytes(-1)],
  ])('past the end, %s is refused with the place', (_name, read) => {
    const reader = new ByteReader(Buffer.alloc(3), 'a thing');
    expect(() => read(reader)).toThrow(malformed(/^a thing of 3 bytes ends early: -?\d wanted at 0/));
  });

  test('what is left over is told', () => {
    const reader = new ByteReader(bytes, 'a thing');
    reader.int32();
    expect(() => reader.end()).toThrow(malformed(/a thing has 12 bytes too many/));
  });

  test('bytes are a view of the same memory', () => {
    const memory = Buffer.from([1, 2, 3]);
    const view = new ByteReader(memory, 'x').bytes(2);
    memory[0] = 9;
    expect(view[0]).toBe(9);
  });
});

/** A header as RocketMQSerializable writes it. */
function header(over: { remark?: string; fields?: readonly (readonly [string, string])[] } = {}): Buffer {
  const head = Buffer.alloc(13);
  head.writeInt16BE(105, 0);
  head.writeInt8(0, 2); // Java
  head.writeInt16BE(433, 3);
  head.writeInt32BE(77, 5);
  head.writeInt32BE(1, 9);
  const text = (value: string, lengthBytes: 2 | 4): Buffer => {
    const body = Buffer.from(value);
    const length = Buffer.alloc(lengthBytes);
    length.writeIntBE(body.length, 0, lengthBytes);
    return Buffer.concat([length, body]);
  };
  const fields = Buffer.concat((over.fields ?? []).flatMap(([key, value]) => [text(key, 2), text(value, 4)]));
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length);
  return Buffer.concat([head, text(over.remark ?? '', 4), length, fields]);
}

describe('the binary header', () => {
  test('has code, version, number, flag, remark and fields', () => {
    const fields = [
      ['brokerName', 'broker-a'],
      ['störung', ''],
    ] as const;
    expect(decodeBinaryHeader(header({ remark: 'no route', fields }))).toEqual({
      code: 105,
      version: 433,
      opaque: 77,
      flag: 1,
      remark: 'no route',
      extFields: Object.assign(Object.create(null), Object.fromEntries(fields)),
    });
  });

  test('without remark and fields', () => {
    expect(decodeBinaryHeader(header())).toMatchObject({ remark: null, extFields: {} });
  });

  test('a field called like a property of every object is a field', () => {
    const { extFields } = decodeBinaryHeader(header({ fields: [['__proto__', 'x']] }));
    expect(Object.entries(extFields ?? {})).toEqual([['__proto__', 'x']]);
  });

  test('every header that is cut off is refused, wherever it is cut', () => {
    const whole = header({ remark: 'remark', fields: [['key', 'value']] });
    for (let length = 0; length < whole.length; length += 1)
      expect(() => decodeBinaryHeader(whole.subarray(0, length)), String(length)).toThrow(malformed(/./));
  });

  test('bytes behind it are refused', () => {
    expect(() => decodeBinaryHeader(Buffer.concat([header(), Buffer.alloc(2)]))).toThrow(
      malformed(/2 bytes too many/),
    );
  });

  test('lengths that point elsewhere are refused', () => {
    const bytes = header({ remark: 'remark' });
    for (const length of [-1, 2 ** 31 - 1]) {
      bytes.writeInt32BE(length, 13);
      expect(() => decodeBinaryHeader(bytes)).toThrow(malformed(/ends early/));
    }
  });
});
