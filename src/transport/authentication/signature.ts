import { type JsonWebKey, type KeyObject, createPublicKey, verify } from 'node:crypto';
import { WireReader } from './wire.ts';

/** Signature algorithms to the type of key that makes them and their hash (RFC 8332, 5656, 8709); none with SHA-1. */
const ALGORITHMS: Readonly<Record<string, readonly [keyType: string, hash: string | null]>> = {
  'ssh-ed25519': ['ssh-ed25519', null],
  'rsa-sha2-256': ['ssh-rsa', 'sha256'],
  'rsa-sha2-512': ['ssh-rsa', 'sha512'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256', 'sha256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384', 'sha384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521', 'sha512'],
};

/** Curves of ECDSA keys: the name of a JSON Web Key, and the bytes of a coordinate. */
const CURVES: Readonly<Record<string, readonly [name: string, size: number]>> = {
  nistp256: ['P-256', 32],
  nistp384: ['P-384', 48],
  nistp521: ['P-521', 66],
};

/**
 * Whether a signature in SSH's format (its algorithm, then its bytes) was made over `data` by a key.
 * False as well for keys and algorithms that are not in the list above, and for what cannot be read.
 * @param key a public key in SSH's format
 */
export function isSignedBy(key: Buffer, data: Buffer, signature: Buffer): boolean {
  try {
    const reader = new WireReader(signature);
    const [keyType, hash] = ALGORITHMS[reader.text()] ?? [];
    const type = new WireReader(key).text();
    if (keyType !== type || hash === undefined) return false;
    const bytes = reader.bytes();
    const proof = type.startsWith('ecdsa-') ? fixedWidth(bytes, type) : bytes;
    return verify(hash, data, { key: publicKey(key), dsaEncoding: 'ieee-p1363' }, proof);
  } catch {
    return false;
  }
}

function publicKey(blob: Buffer): KeyObject {
  return createPublicKey({ key: webKey(blob), format: 'jwk' });
}

function webKey(blob: Buffer): JsonWebKey {
  const reader = new WireReader(blob);
  const type = reader.text();
  const word = (bytes: Buffer) => bytes.toString('base64url');
  if (type === 'ssh-ed25519') return { kty: 'OKP', crv: 'Ed25519', x: word(reader.bytes()) };
  if (type === 'ssh-rsa') {
    const e = reader.integer();
    return { kty: 'RSA', e: word(e), n: word(reader.integer()) };
  }
  const [crv, size] = curve(reader.text());
  const point = reader.bytes();
  // 4: both coordinates, none compressed
  if (point[0] !== 4 || point.length !== 1 + 2 * size) throw new RangeError('not a point of the curve');
  return { kty: 'EC', crv, x: word(point.subarray(1, 1 + size)), y: word(point.subarray(1 + size)) };
}

/** ECDSA's two integers side by side, each as long as a coordinate, as Node wants them. */
function fixedWidth(signature: Buffer, type: string): Buffer {
  const [, size] = curve(type.replace('ecdsa-sha2-', ''));
  const reader = new WireReader(signature);
  const integers = [reader.integer(), reader.integer()];
  return Buffer.concat(
    integers.map((integer) => Buffer.concat([Buffer.alloc(size - integer.length), integer])),
  );
}

function curve(name: string): readonly [name: string, size: number] {
  const known = CURVES[name];
  if (known === undefined) throw new RangeError(`unknown curve ${name}`);
  return known;
}
