/** Ways to damage and to cut bytes, each driven by numbers that fast-check chooses and can shrink. */

import * as fc from 'fast-check';

export interface Mutation {
  readonly kind: 'set' | 'delete' | 'insert' | 'truncate' | 'word';
  /** where, as a part of the length */
  readonly at: number;
  readonly value: number;
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('set', 'delete', 'insert', 'truncate', 'word'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  value: fc.oneof(fc.nat(255), fc.constantFrom(0x7fff_ffff, -1, -0x8000_0000, 0x0100_0000, 0x22, 0x7b, 0x5b)),
});

export function mutate(bytes: Buffer, { kind, at, value }: Mutation): Buffer {
  const index = Math.min(Math.floor(at * bytes.length), Math.max(bytes.length - 1, 0));
  const [before, after] = [bytes.subarray(0, index), bytes.subarray(index)];
  const word = Buffer.alloc(4);
  word.writeInt32BE(value | 0);
  const parts: Record<Mutation['kind'], Uint8Array[]> = {
    set: [before, word.subarray(3), after.subarray(1)],
    delete: [before, after.subarray(1 + (value & 0xf))],
    insert: [before, Buffer.alloc(1 + (Math.abs(value) % 600), word.subarray(3)), after],
    truncate: [before],
    word: [before, word, after.subarray(4)],
  };
  return Buffer.concat(parts[kind]);
}

/** The pieces of a run of bytes, cut at some offsets (those past the end do nothing). */
export function cut(bytes: Buffer, offsets: readonly number[]): Buffer[] {
  const inside = offsets.filter((offset) => offset < bytes.length).sort((a, b) => a - b);
  const ends = [...inside, bytes.length];
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}
