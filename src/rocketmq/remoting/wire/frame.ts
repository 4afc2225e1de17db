/**
 * Frames of RocketMQ's remoting protocol (NettyDecoder, RemotingCommand):
 *
 *     int32  total  = 4 + header length + body length
 *     int32  header type << 24 | header length
 *     bytes  header, body
 */

import { malformed } from '../faults.ts';

/** What servers and Java clients accept at most (com.rocketmq.remoting.frameMaxLength), the length field apart. */
export const MAX_FRAME = 16_777_216;

const LENGTH_BYTES = 4;
const PREFIX_BYTES = 8;
const FIRST_CAPACITY = 4096;

/** How a header is written: as JSON, or in RocketMQ's own binary form. */
export const HeaderType = { json: 0, binary: 1 } as const;

export interface WireFrame {
  /** a value of `HeaderType` */
  readonly headerType: number;
  readonly header: Buffer;
  readonly body: Buffer;
}

/**
 * @returns the bytes of one frame
 * @throws RmqctlError REMOTING_MALFORMED when it is larger than a server accepts
 */
export function encodeFrame(frame: WireFrame): Buffer {
  const total = LENGTH_BYTES + frame.header.length + frame.body.length;
  if (total > MAX_FRAME) throw malformed(`a frame of ${total} bytes is over the limit of ${MAX_FRAME}`);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeInt32BE(total, 0);
  prefix.writeInt32BE((frame.headerType << 24) | frame.header.length, LENGTH_BYTES);
  return Buffer.concat([prefix, frame.header, frame.body]);
}

/**
 * Takes bytes as they come and gives whole frames. Memory is bounded by the frame limit and the largest chunk: a length
 * over the limit is refused as soon as its four bytes are there.
 */
export class FrameDecoder {
  #buffer = Buffer.alloc(FIRST_CAPACITY);
  #length = 0;

  /** How many bytes of an incomplete frame are held. */
  get held(): number {
    return this.#length;
  }

  /**
   * @yields the frames that the chunk completes, each before the next is looked at
   * @throws RmqctlError REMOTING_MALFORMED; the stream is then out of step and the decoder of no more use
   */
  *push(chunk: Uint8Array): Generator<WireFrame, void, undefined> {
    this.#append(chunk);
    let at = 0;
    try {
      for (let size = this.#sizeAt(at); size !== undefined; size = this.#sizeAt(at)) {
        const frame = splitFrame(this.#buffer.subarray(at + LENGTH_BYTES, at + size));
        at += size;
        yield frame;
      }
    } finally {
      this.#buffer.copyWithin(0, at, this.#length);
      this.#length -= at;
    }
  }

  #append(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length;
    if (needed > this.#buffer.length) {
      const grown = Buffer.alloc(Math.max(needed, 2 * this.#buffer.length));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    this.#buffer.set(chunk, this.#length);
    this.#length = needed;
  }

  /** The bytes of the frame at an offset, its length field included, or undefined while some are missing. */
  #sizeAt(at: number): number | undefined {
    if (this.#length - at < LENGTH_BYTES) return undefined;
    const total = this.#buffer.readInt32BE(at);
    if (total < LENGTH_BYTES || total > MAX_FRAME) {
      throw malformed(`a frame says it has ${total} bytes; the limit is ${MAX_FRAME}`);
    }
    return this.#length - at < LENGTH_BYTES + total ? undefined : LENGTH_BYTES + total;
  }
}

/** Copies header and body out of a frame's bytes, the length field left off: the decoder's buffer is used again. */
function splitFrame(bytes: Buffer): WireFrame {
  const word = bytes.readUInt32BE(0);
  const headerType = word >>> 24;
  const headerEnd = LENGTH_BYTES + (word & 0xff_ffff);
  if (headerEnd > bytes.length) {
    throw malformed(`a header of ${headerEnd - LENGTH_BYTES} bytes in a frame of ${bytes.length}`);
  }
  return {
    headerType,
    header: Buffer.from(bytes.subarray(LENGTH_BYTES, headerEnd)),
    body: Buffer.from(bytes.subarray(headerEnd)),
  };
}
