import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  decodeMessage,
  encodeProperties,
  offsetInMessageId,
} from '../../../src/rocketmq/remoting/message.ts';
import { readPropertiesBody } from '../../../src/rocketmq/remoting/invoke.ts';

const hex = (value: number | bigint, bytes: number): string =>
  BigInt.asUintN(8 * bytes, BigInt(value))
    .toString(16)
    .padStart(2 * bytes, '0');

interface Parts {
  magic: string;
  sysFlag: number;
  bornHost: string;
  topicLength: string;
  crc: number;
}

/** A stored message, laid out by hand from MessageDecoder. */
function stored(parts: Partial<Parts> = {}): Buffer {
  const body = Buffer.from('hello');
  const topic = Buffer.from('T');
  const properties = Buffer.from(encodeProperties({ KEYS: 'k', TAGS: 'a b' }));
  const {
    magic = 'daa320a7',
    sysFlag = 0,
    bornHost = '0a000001',
    topicLength = '01',
    crc = crc32(body),
  } = parts;
  const rest = [
    magic + hex(crc & 0x7fff_ffff, 4) + hex(3, 4) + hex(9, 4) + hex(2n ** 53n + 1n, 8) + hex(4096n, 8),
    hex(sysFlag, 4) + hex(1000, 8) + bornHost + hex(5000, 4) + hex(2000, 8) + '0a000002' + hex(10_911, 4),
    hex(1, 4) + hex(0, 8) + hex(body.length, 4) + body.toString('hex'),
    topicLength + topic.toString('hex') + hex(properties.length, 2) + properties.toString('hex'),
  ].join('');
  return Buffer.from(hex(rest.length / 2 + 4, 4) + rest, 'hex');
}

describe('a stored message', () => {
  const fields = {
    topic: 'T',
    queueId: 3,
    queueOffset: 2n ** 53n + 1n,
    physicalOffset: 4096n,
    body: Buffer.from('hello'),
  };

  test('is read field by field', () => expect(decodeMessage(stored())).toEqual(fields));

  test.each<[string, Partial<Parts>]>([
    ['from an IPv6 host', { sysFlag: 16, bornHost: '20010db8000000000000000000000001' }],
    ['with a two-byte topic length', { magic: 'daa320ab', topicLength: '0001' }],
  ])('%s too', (_name, parts) => expect(decodeMessage(stored(parts))).toEqual(fields));

  test.each([
    ['a wrong checksum', stored({ crc: 1 })],
    ['an unknown magic', stored({ magic: 'cbd43194' })],
    ['a topic longer than the rest', stored({ topicLength: 'ff' })],
    ['a cut end', stored().subarray(0, 60)],
    ['a size below its own field', Buffer.from('00000002', 'hex')],
    ['a negative size', Buffer.from('80000000daa320a7', 'hex')],
    [
      'bytes left over',
      Buffer.concat([Buffer.from(hex(stored().length + 3, 4), 'hex'), stored().subarray(4), Buffer.alloc(3)]),
    ],
    ['another one after it', Buffer.concat([stored(), stored()])],
    ['nothing', Buffer.alloc(0)],
  ])('with %s is refused', (_name, bytes) => {
    expect(() => decodeMessage(bytes)).toThrow(expect.objectContaining({ code: 'REMOTING_MALFORMED' }));
  });
});

describe('the offset in a message id', () => {
  test.each([
    ['7F000001000074D70000000000000175', 373n],
    ['FD00000000000000000000000000000200002A9F0000000000000001', 1n],
  ])('%s', (id, offset) => expect(offsetInMessageId(id)).toBe(offset));

  test.each(['', '7F', '7F000001000074D7000000000000017G', '7F000001000074D70000000000000175\n'])(
    'not "%s"',
    (id) => {
      expect(() => offsetInMessageId(id)).toThrow(expect.objectContaining({ code: 'REMOTING_MALFORMED' }));
    },
  );
});

test('properties keep what follows the first "=", and values with a line break', () => {
  const body = Buffer.from('a=1\nflags=-Xmx=2g \nempty=\nlong=x\ny\n\n');
  expect([...readPropertiesBody(body)]).toEqual([
    ['a', '1'],
    ['flags', '-Xmx=2g '],
    ['empty', ''],
    ['long', 'x\ny'],
  ]);
});
