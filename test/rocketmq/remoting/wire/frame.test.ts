import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RmqctlError } from '../../../../src/errors.ts';
import {
  encodeFrame,
  FrameDecoder,
  MAX_FRAME,
  type WireFrame,
} from '../../../../src/rocketmq/remoting/wire/frame.ts';
import { cut } from '../mutate.ts';

const bytes = (maxLength: number): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));
const frame: fc.Arbitrary<WireFrame> = fc.record({
  headerType: fc.nat(255),
  header: bytes(300),
  body: bytes(9000),
});

/** int32 words, then nothing */
const words = (...values: number[]): Buffer => {
  const buffer = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => buffer.writeInt32BE(value | 0, 4 * index));
  return buffer;
};

describe('frames', () => {
  test('come out as they went in, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 5 }), fc.array(fc.nat(5000)), (frames, cuts) => {
        const decoder = new FrameDecoder();
        const chunks = cut(Buffer.concat(frames.map(encodeFrame)), cuts);
        expect(chunks.flatMap((chunk) => [...decoder.push(chunk)])).toEqual(frames);
        expect(decoder.held).toBe(0);
      }),
    );
  });

  test('are not changed by what comes after them', () => {
    const decoder = new FrameDecoder();
    const first = { headerType: 0, header: Buffer.from('{}'), body: Buffer.from('first') };
    const [held] = [...decoder.push(encodeFrame(first))];
    expect([...decoder.push(encodeFrame({ ...first, body: Buffer.from('other') }))]).toHaveLength(1);
    expect(held).toEqual(first);
  });

  test('have the layout of the protocol', () => {
    const encoded = encodeFrame({ headerType: 1, header: Buffer.from('AB'), body: Buffer.from('C') });
    expect(encoded.toString('hex')).toBe('0000000701000002414243');
  });

  test.each([
    ['2 GB', words(0x7fff_ffff)],
    ['one byte over the limit', words(MAX_FRAME + 1)],
    ['a negative length', words(-1)],
    ['no room for the header length', words(3, 0)],
    ['an HTTP answer', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a TLS alert', Buffer.from('15030300020246', 'hex')],
    ['a header longer than the frame', words(8, 5, 0)],
    ['the longest header', words(4, 0x00ff_ffff)],
  ])('refuses %s at once', (_name, start) => {
    const decoder = new FrameDecoder();
    const run = (): WireFrame[] => [...decoder.push(start)];
    expect(run).toThrow(RmqctlError);
    expect(run).toThrow(expect.objectContaining({ code: 'REMOTING_MALFORMED' }));
    expect(decoder.held).toBeLessThanOrEqual(2 * start.length);
  });

  test('gives the good frames before a bad one', () => {
    const good = { headerType: 0, header: Buffer.from('{}'), body: Buffer.alloc(0) };
    const frames: WireFrame[] = [];
    const run = (): void => {
      for (const next of new FrameDecoder().push(Buffer.concat([encodeFrame(good), words(-5)])))
        frames.push(next);
    };
    expect(run).toThrow(RmqctlError);
    expect(frames).toEqual([good]);
  });

  test('of the largest size pass, a larger one is not made', () => {
    const body = Buffer.alloc(MAX_FRAME - 4);
    const [decoded] = [
      ...new FrameDecoder().push(encodeFrame({ headerType: 0, header: Buffer.alloc(0), body })),
    ];
    expect(decoded?.body).toHaveLength(body.length);
    expect(() => encodeFrame({ headerType: 0, header: Buffer.from('x'), body })).toThrow(/over the limit/);
  });

  test('claimed but not sent take no memory beyond what came', () => {
    const decoder = new FrameDecoder();
    const before = process.memoryUsage().arrayBuffers;
    expect([...decoder.push(words(MAX_FRAME, 10))]).toEqual([]);
    expect(decoder.held).toBe(8);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  });

  test('that drip in byte by byte cost time in proportion to their length', () => {
    const body = Buffer.alloc(1_000_000, 7);
    const encoded = encodeFrame({ headerType: 0, header: Buffer.from('{}'), body });
    const decoder = new FrameDecoder();
    const frames: WireFrame[] = [];
    for (let at = 0; at < encoded.length; at += 1) frames.push(...decoder.push(encoded.subarray(at, at + 1)));
    expect(frames).toHaveLength(1);
    expect(frames[0]?.body.equals(body)).toBe(true);
  });
});
