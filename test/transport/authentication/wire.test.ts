import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isSignedBy } from '../../../src/transport/authentication/certificate.ts';
import { WireReader, wireStrings } from '../../../src/transport/authentication/wire.ts';

describe('the data types of SSH', () => {
  test('strings and numbers, one after the other', () => {
    const reader = new WireReader(
      Buffer.concat([
        wireStrings('ssh-rsa', Buffer.from([1, 2])),
        Buffer.from('00000007000000000000000f', 'hex'),
      ]),
    );
    expect([reader.text(), reader.bytes(), reader.uint32(), reader.uint64()]).toEqual([
      'ssh-rsa',
      Buffer.from([1, 2]),
      7,
      15n,
    ]);
    expect([reader.atEnd, reader.position]).toEqual([true, 29]);
  });

  test.each([
    ['00', ''],
    ['0080', '80'],
    ['7f', '7f'],
    ['000001', '01'],
  ])('an integer %s is %s', (hex, value) => {
    expect(new WireReader(wireStrings(Buffer.from(hex, 'hex'))).integer().toString('hex')).toBe(value);
  });

  test.each<[string, string, (reader: WireReader) => unknown]>([
    ['no number', '0000', (reader) => reader.uint32()],
    ['a string that is cut off', '0000000561', (reader) => reader.bytes()],
    ['a string longer than memory', 'ffffffff', (reader) => reader.bytes()],
  ])('%s ends too early', (_name, hex, read) => {
    expect(() => read(new WireReader(Buffer.from(hex, 'hex')))).toThrow(RangeError);
  });

  test('texts are UTF-8', () => expect(new WireReader(wireStrings('Schlüssel')).text()).toBe('Schlüssel'));
});

/** A key pair with its public half as SSH writes it. */
interface Pair {
  readonly secret: KeyObject;
  readonly blob: Buffer;
}

const word = (text: string | undefined) => Buffer.from(text ?? '', 'base64url');
/** A positive integer: with a zero before it where its first bit is set. */
const mpint = (bytes: Buffer) => (bytes[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);

function ed25519(): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    secret: privateKey,
    blob: wireStrings('ssh-ed25519', word(publicKey.export({ format: 'jwk' }).x)),
  };
}

function rsa(): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { e, n } = publicKey.export({ format: 'jwk' });
  return { secret: privateKey, blob: wireStrings('ssh-rsa', mpint(word(e)), mpint(word(n))) };
}

function ecdsa(curve: string, jwk: string): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: jwk });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), word(x), word(y)]);
  return { secret: privateKey, blob: wireStrings(`ecdsa-sha2-${curve}`, curve, point) };
}

/** A signature as SSH writes it: the algorithm, then its bytes; of ECDSA two integers. */
function signed(algorithm: string, hash: string | null, { secret }: Pair, data: Buffer): Buffer {
  const key = createPrivateKey({ key: secret.export({ type: 'pkcs8', format: 'pem' }) });
  if (!algorithm.startsWith('ecdsa')) return wireStrings(algorithm, sign(hash, data, key));
  const raw = sign(hash, data, { key, dsaEncoding: 'ieee-p1363' });
  const half = raw.length / 2;
  const integer = (bytes: Buffer) => {
    const first = bytes.findIndex((byte) => byte !== 0);
    return mpint(bytes.subarray(first));
  };
  return wireStrings(algorithm, wireStrings(integer(raw.subarray(0, half)), integer(raw.subarray(half))));
}

describe('a signature', () => {
  const data = Buffer.from('what a host proves that it has its key with');
  const cases: readonly (readonly [string, string | null, Pair])[] = [
    ['ssh-ed25519', null, ed25519()],
    ['rsa-sha2-256', 'sha256', rsa()],
    ['rsa-sha2-512', 'sha512', rsa()],
    ['ecdsa-sha2-nistp256', 'sha256', ecdsa('nistp256', 'P-256')],
    ['ecdsa-sha2-nistp384', 'sha384', ecdsa('nistp384', 'P-384')],
    ['ecdsa-sha2-nistp521', 'sha512', ecdsa('nistp521', 'P-521')],
  ];

  test.each(cases)('%s of its key is good, of anything else it is not', (algorithm, hash, pair) => {
    const good = signed(algorithm, hash, pair, data);
    expect(isSignedBy(pair.blob, data, good)).toBe(true);
    expect(isSignedBy(pair.blob, Buffer.concat([data, Buffer.from('!')]), good)).toBe(false);
    const broken = Buffer.from(good);
    broken[broken.length - 1]! ^= 1;
    expect(isSignedBy(pair.blob, data, broken)).toBe(false);
    for (const [, , other] of cases)
      if (other !== pair) expect(isSignedBy(other.blob, data, good)).toBe(false);
  });

  test('with SHA-1 is not taken, though it is good', () => {
    const pair = rsa();
    expect(isSignedBy(pair.blob, data, signed('ssh-rsa', 'sha1', pair, data))).toBe(false);
  });

  test('that says it is of another algorithm is not taken', () => {
    const pair = rsa();
    expect(isSignedBy(pair.blob, data, signed('rsa-sha2-512', 'sha256', pair, data))).toBe(false);
  });

  test('a point that is not of the curve, a curve that nobody knows: no, not an error', () => {
    const pair = ecdsa('nistp256', 'P-256');
    const good = signed('ecdsa-sha2-nistp256', 'sha256', pair, data);
    const compressed = wireStrings(
      'ecdsa-sha2-nistp256',
      'nistp256',
      Buffer.concat([Buffer.from([2]), Buffer.alloc(32, 7)]),
    );
    const unknown = wireStrings('ecdsa-sha2-nistp256', 'nistp999', Buffer.alloc(65, 4));
    for (const key of [compressed, unknown, Buffer.alloc(0), Buffer.from('nonsense')])
      expect(isSignedBy(key, data, good)).toBe(false);
    expect(isSignedBy(pair.blob, data, Buffer.from('nonsense'))).toBe(false);
  });
});
