import { RmqctlError } from '../errors.ts';

/** Longer than any header that the script writes. */
const LONGEST_HEADER = 4096;

export interface FrameHandlers {
  /** a frame begins */
  readonly onHeader: (id: string, status: string) => void;
  /** the next bytes of the frame that began last */
  readonly onBytes: (bytes: Buffer) => void;
}

/**
 * Reads the frames of probes/frames.ts without waiting for the whole of one, since a frame may be a log of many megabytes.
 * What a shell's start-up says before the first frame is passed over; behind it, frame follows frame.
 */
export class FrameStream {
  readonly #begin: Buffer;
  readonly #handlers: FrameHandlers;
  #pending: Buffer = Buffer.alloc(0);
  /** bytes that the frame still has to bring */
  #left = 0;
  #begun = false;

  /** @param mark the random word that begins this script's frames */
  constructor(mark: string, handlers: FrameHandlers) {
    this.#begin = Buffer.from(`\n${mark} `);
    this.#handlers = handlers;
  }

  /**
   * Takes the next bytes.
   * @throws RmqctlError INCOMPLETE_ANSWER when a frame is not as long as it was said to be (a log was emptied meanwhile)
   */
  push(chunk: Buffer): void {
    const data = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    let at = 0;
    while (at < data.length) {
      if (this.#left > 0) {
        const bytes = data.subarray(at, at + this.#left);
        this.#left -= bytes.length;
        at += bytes.length;
        this.#handlers.onBytes(bytes);
        continue;
      }
      const end = this.#header(data, at);
      if (end === undefined) break;
      at = end;
    }
    this.#pending = data.subarray(at);
  }

  /** Reads the header at `at` or, before the first one, behind it. @returns where it ends; undefined: not there yet */
  #header(data: Buffer, at: number): number | undefined {
    const start = data.indexOf(this.#begin, at);
    if (this.#begun && start !== at && data.length - at >= this.#begin.length) throw outOfStep();
    if (start < 0) return undefined;
    const end = data.indexOf(10, start + 1);
    if (end < 0) {
      if (data.length - start > LONGEST_HEADER) throw outOfStep();
      return undefined;
    }
    const words = data.toString('latin1', start + this.#begin.length, end).split(' ');
    const [id = '', status = '', length = ''] = words;
    if (words.length !== 3 || !/^\d+$/.test(length)) throw outOfStep();
    this.#begun = true;
    this.#left = Number(length);
    this.#handlers.onHeader(id, status);
    return end + 1;
  }
}

function outOfStep(): RmqctlError {
  return new RmqctlError('INCOMPLETE_ANSWER', 'a log was cut while it was read', {
    hint: 'the connection was lost: run it again',
  });
}
