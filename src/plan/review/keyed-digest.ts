import { createHmac, randomBytes, scryptSync } from 'node:crypto';
import type { Step } from '../steps/plan.ts';

const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** A new salt, as hexadecimal digits. */
export function newSalt(): string {
  return randomBytes(SALT_BYTES).toString('hex');
}

/**
 * Makes digests that say "the same" and nothing else, of texts that hold secrets, for a file that many may read. Their key is
 * made from the secrets, slowly (scrypt): a plain digest of a script that holds a short password would let
 * anybody who has the rest of the script try passwords by the million.
 * @param salt of the plan, hexadecimal digits
 * @param secrets every secret the plan was made with, in any order
 * @returns the function that gives a text's digest, 64 hexadecimal digits
 */
export function keyedDigest(salt: string, secrets: readonly string[]): (text: string) => string {
  const all = JSON.stringify([...new Set(secrets)].toSorted());
  const key = scryptSync(all, Buffer.from(salt, 'hex'), KEY_BYTES);
  return (text) => createHmac('sha256', key).update(text).digest('hex');
}

/** All of a step that is shown or runs; what another rmqctl adds to a step later makes another text. */
export function stepText({ apply, gate, subject: _madeFrom, ...rest }: Step): string {
  return JSON.stringify({ ...rest, apply: apply.text, gate: gate?.text });
}
