/* The data types of SSH's binary protocol (RFC 4251, 5). */

/** Reads a message from its start; every method throws RangeError where the message ends too early. */
export class WireReader {
  readonly #data: Buffer;
  #at = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  /** bytes read so far */
  get position(): number {
    return this.#at;
  }

  get atEnd(): boolean {
    return this.#at === this.#data.length;
  }

  uint32(): number {
    return this.#take(4).readUInt32BE(0);
  }

  uint64(): bigint {
    return this.#take(8).readBigUInt64BE(0);
  }

  /** A `string`: its length, then its bytes. */
  bytes(): Buffer {
    return this.#take(this.uint32());
  }

  text(): string {
    return this.bytes().toString('utf8');
  }

  /** A positive `mpint` without the leading zero that keeps it positive. */
  integer(): Buffer {
    const bytes = this.bytes();
    const first = bytes.findIndex((byte) => byte !== 0);
    return first === -1 ? Buffer.alloc(0) : bytes.subarray(first);
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#data.length) throw new RangeError('the message ends too early');
    const taken = this.#data.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}

/** Each value as a `string`: its length, then its bytes. */
export function wireStrings(...values: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(
    values.flatMap((value) => {
      const bytes = Buffer.from(value);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}
