import { sh } from '../shell/script.ts';
import type { Probe } from './probe.ts';

/**
 * Seconds that a host's clock is ahead of this machine's: 0 if it says what this machine's clock said while it was asked, as far as
 * can be told; undefined if it said nothing.
 */
export const clockAhead: Probe<number | undefined> = {
  id: 'clock',
  // %N is not known everywhere: what is not a digit is not read
  script: sh`date +%s.%N`,
  parse(text, { asked, answered }) {
    const [, seconds, fraction] = /^(\d+)(?:\.(\d+))?/.exec(text) ?? [];
    if (seconds === undefined) return undefined;
    const from = Number(`${seconds}.${fraction ?? '0'}`);
    // whole seconds stand for anything up to the next one
    const to = fraction === undefined ? from + 1 : from;
    if (from > answered / 1000) return from - answered / 1000;
    return to < asked / 1000 ? to - asked / 1000 : 0;
  },
};
