import { randomBytes } from 'node:crypto';

/** A word that begins each frame of one script: random, so that nothing a host prints by itself can be taken for a frame. */
export function newMark(): string {
  return `rmqctl-${randomBytes(9).toString('hex')}`;
}
