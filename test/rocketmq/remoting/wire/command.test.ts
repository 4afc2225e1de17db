import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RmqctlError } from '../../../../src/errors.ts';
import { decodeCommand, encodeCommand, isResponse } from '../../../../src/rocketmq/remoting/wire/command.ts';
import { FrameDecoder, HeaderType } from '../../../../src/rocketmq/remoting/wire/frame.ts';

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const command = fc.record({
  code: int32,
  version: int32,
  opaque: int32,
  flag: int32,
  remark: fc.option(fc.string({ unit: 'binary' })),
  extFields: fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })),
  body: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
});

const decodeJson = (header: string) =>
  decodeCommand({ headerType: HeaderType.json, header: Buffer.from(header), body: Buffer.alloc(0) });
const decodeBinary = (hex: string) =>
  decodeCommand({ headerType: HeaderType.binary, header: Buffer.from(hex, 'hex'), body: Buffer.from('b') });

describe('commands', () => {
  test('come back from their frame as they were', () => {
    fc.assert(
      fc.property(command, (sent) => {
        const [frame] = [...new FrameDecoder().push(encodeCommand(sent))];
        const back = decodeCommand(frame!);
        expect({ ...back, extFields: { ...back.extFields } }).toEqual({
          ...sent,
          extFields: { ...sent.extFields },
        });
      }),
    );
  });

  test('are written with the language OTHER, which every release knows', () => {
    const sent = { code: 105, version: 401, opaque: 7, flag: 0, remark: null, extFields: { topic: 'T' } };
    const [frame] = [...new FrameDecoder().push(encodeCommand({ ...sent, body: Buffer.alloc(0) }))];
    expect(JSON.parse(frame!.header.toString())).toEqual({
      ...sent,
      language: 'OTHER',
      serializeTypeCurrentRPC: 'JSON',
    });
  });

  test('with a binary header are read: a server may be set to push such', () => {
    // code 40, language 0, version 401, opaque 7, flag 2, remark "hi"
    const hex = '00280001910000000700000002000000026869';
    // ten bytes: "k" is "val"
    const fields = '0000000a00016b0000000376616c';
    expect(decodeBinary(hex + fields)).toEqual({
      code: 40,
      version: 401,
      opaque: 7,
      flag: 2,
      remark: 'hi',
      body: Buffer.from('b'),
      extFields: { k: 'val' },
    });
    expect(isResponse(decodeBinary(hex + fields))).toBe(false);
    expect(() => decodeBinary(hex + fields + '00')).toThrow(/too many/);
    expect(() => decodeBinary(hex + fields.slice(2))).toThrow(RmqctlError);
  });

  test.each([
    '[]',
    '"x"',
    '{{}:1}',
    '{"opaque":1,"flag":0}',
    '{"code":0,"flag":0}',
    '{"code":1.5,"opaque":1,"flag":0}',
    '{"code":4294967296,"opaque":1,"flag":0}',
    '{"code":"0","opaque":1,"flag":0}',
    '{"code":0,"opaque":9223372036854775807,"flag":0}',
    '{"code":0,"opaque":1,"flag":0,"remark":{}}',
    '{"code":0,"opaque":1,"flag":0,"extFields":[]}',
    '{"code":0,"opaque":1,"flag":0,"extFields":{"a":{}}}',
  ])('with the header %s are refused', (header) => {
    expect(() => decodeJson(header)).toThrow(expect.objectContaining({ code: 'REMOTING_MALFORMED' }));
  });

  test('with a header type of no release are refused', () => {
    expect(() => decodeCommand({ headerType: 9, header: Buffer.alloc(0), body: Buffer.alloc(0) })).toThrow(
      /unknown type 9/,
    );
  });
});
