import { Duplex } from 'node:stream';

/**
 * A stream that answers the first bytes written to it with chosen pieces, null among them ending it.
 * @param written takes what the client wrote
 */
export function scriptedStream(pieces: readonly (Buffer | null)[], written: Buffer[] = []): Duplex {
  const stream = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk);
      for (const piece of pieces) stream.push(piece);
      done();
    },
  });
  return stream;
}
