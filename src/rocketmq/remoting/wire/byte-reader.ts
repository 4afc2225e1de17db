import { malformed } from '../faults.ts';

/** Reads big-endian numbers and runs of bytes one after the other; past the end it throws REMOTING_MALFORMED. */
export class ByteReader {
  readonly #bytes: Buffer;
  readonly #what: string;
  #at = 0;

  /** @param what what the bytes are, for errors: "a binary header" */
  constructor(bytes: Buffer, what: string) {
    this.#bytes = bytes;
    this.#what = what;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  int8(): number {
    return this.#bytes.readInt8(this.#advance(1));
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#advance(2));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#advance(4));
  }

  int64(): bigint {
    return this.#bytes.readBigInt64BE(this.#advance(8));
  }

  /** The next bytes, a view of the same memory. */
  bytes(length: number): Buffer {
    const from = this.#advance(length);
    return this.#bytes.subarray(from, from + length);
  }

  /** Throws unless all was read. */
  end(): void {
    if (this.left > 0) throw malformed(`${this.#what} has ${this.left} bytes too many`);
  }

  #advance(length: number): number {
    if (length < 0 || length > this.left) {
      throw malformed(
        `${this.#what} of ${this.#bytes.length} bytes ends early: ${length} wanted at ${this.#at}`,
      );
    }
    const from = this.#at;
    this.#at += length;
    return from;
  }
}
