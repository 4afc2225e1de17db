import { createHmac, randomBytes, scryptSync } from 'node:crypto';
import type { Step } from '../steps/plan.ts';

/** Digests that say "the same" and nothing else: of texts that hold secrets, in a file that many may read. */
export interface KeyedDigest {
  /** 64 hexadecimal digits */
  readonly digest: (text: string) => string;
}

const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** A new salt, as hexadecimal digits. */
export function newSalt(): string {
  return randomBytes(SALT_BYTES).toString('hex');
}

/**
 * A seal whose key is made from the secrets, slowly (scrypt): a plain digest of a script that holds a short password would let
 * anybody who has the rest of the script try passwords by the million.
 * @param salt of the plan, hexadecimal digits
 * @param secrets every secret the plan was made with, in any order
 */
export function keyedDigest(salt: string, secrets: readonly string[]): KeyedDigest {
  const all = JSON.stringify([...new Set(secrets)].toSorted());
  const key = scryptSync(all, Buffer.from(salt, 'hex'), KEY_BYTES);
  return { digest: (text) => createHmac('sha256', key).update(text).digest('hex') };
}

/** All of a step that is shown or runs; what another rmqctl adds to a step later makes another text. */
export function stepText({ apply, gate, subject: _madeFrom, ...rest }: Step): string {
  return JSON.stringify({ ...rest, apply: apply.text, gate: gate?.text });
}
