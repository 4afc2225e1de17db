import { WireReader, wireStrings } from './wire.ts';
import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';

/** What a type of key's certificates are called on the wire. */
const SUFFIX = '-cert-v01@openssh.com';
/** How many strings a public key consists of, behind its type. */
const KEY_FIELDS: Readonly<Record<string, number>> = {
  'ssh-ed25519': 1,
  'ssh-rsa': 2,
  'ecdsa-sha2-nistp256': 2,
  'ecdsa-sha2-nistp384': 2,
  'ecdsa-sha2-nistp521': 2,
};
/** OpenSSH's words for certificates of users and of hosts. */
const KINDS: Readonly<Record<number, 'user' | 'host'>> = { 1: 'user', 2: 'host' };

/** An OpenSSH certificate (OpenSSH's PROTOCOL.certkeys). */
export interface Certificate {
  readonly kind: 'user' | 'host';
  /** the whole of it, as it goes over the wire */
  readonly blob: Buffer;
  /** the certified key's type: `ssh-ed25519` */
  readonly keyType: string;
  /** the certified public key as it would go over the wire without a certificate */
  readonly key: Buffer;
  /** what the authority calls it */
  readonly id: string;
  /** the names that it is for; none: any */
  readonly principals: readonly string[];
  /** seconds since the epoch */
  readonly validAfter: bigint;
  readonly validBefore: bigint;
  /** names of conditions, each of which must be understood to accept it */
  readonly criticalOptions: readonly string[];
  /** the authority's public key */
  readonly authority: Buffer;
  /** the authority's signature is right */
  readonly signed: boolean;
}

/** The type of certificates for a type of key: `ssh-ed25519` to `ssh-ed25519-cert-v01@openssh.com`. */
export function certificateType(keyType: string): string {
  return `${keyType}${SUFFIX}`;
}

/** @returns the certificate; undefined where the bytes are none of a type that is known here */
export function parseCertificate(blob: Buffer): Certificate | undefined {
  try {
    return read(blob);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function read(blob: Buffer): Certificate | undefined {
  const reader = new WireReader(blob);
  const type = reader.text();
  const keyType = type.slice(0, -SUFFIX.length);
  const fields = KEY_FIELDS[keyType];
  if (!type.endsWith(SUFFIX) || fields === undefined) return undefined;
  reader.bytes(); // a nonce
  const key = wireStrings(keyType, ...Array.from({ length: fields }, () => reader.bytes()));
  reader.uint64(); // a serial number
  const kind = KINDS[reader.uint32()];
  if (kind === undefined) return undefined;
  const id = reader.text();
  const principals = list(reader.bytes(), 1);
  const validAfter = reader.uint64();
  const validBefore = reader.uint64();
  const criticalOptions = list(reader.bytes(), 2);
  reader.bytes(); // extensions, which may be left unread
  reader.bytes(); // reserved
  const authority = reader.bytes();
  const signed = isSignedBy(authority, blob.subarray(0, reader.position), reader.bytes());
  if (!reader.atEnd) return undefined;
  return {
    kind,
    blob,
    keyType,
    key,
    id,
    principals,
    validAfter,
    validBefore,
    criticalOptions,
    authority,
    signed,
  };
}

/** The first string of each group of `size` strings. */
function list(packed: Buffer, size: number): string[] {
  const reader = new WireReader(packed);
  const found: string[] = [];
  while (!reader.atEnd) {
    found.push(reader.text());
    for (let more = 1; more < size; more += 1) reader.bytes();
  }
  return found;
}

/** The line of a `-cert.pub` file. @returns undefined where it holds no certificate of a known type */
export function certificateOfFile(text: string): Certificate | undefined {
  const [, base64] = text.trim().split(/[ \t]+/);
  return base64 === undefined ? undefined : parseCertificate(Buffer.from(base64, 'base64'));
}

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
