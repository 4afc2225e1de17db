import { KNOWN_CAUSES } from './known-causes.ts';

/**
 * What the last words of an instance that died, or never got ready, mean. RocketMQ often says little (a load failure
 * exits 253 without a word on the console), so the texts come from its console, its logs and the JVM alike.
 */
export interface Cause {
  /** what happened, as a clause: "a port it needs is taken by another process" */
  readonly cause: string;
  /** what the user can do */
  readonly hint: string;
}

/**
 * The cause of a failure, if the lines hold a known one. Of several the one that explains the others is given.
 * @param lines console and log lines of the start that failed, and of no other, in any order
 */
export function recogniseCause(lines: readonly string[]): Cause | undefined {
  for (const { pattern, cause, hint } of KNOWN_CAUSES) {
    const match = lines.map((line) => pattern.exec(line)).find((found) => found !== null);
    if (match !== undefined) return { cause: fill(cause, match), hint: fill(hint, match) };
  }
  return undefined;
}

/** Puts what the pattern caught in the place of {1}, {2}. */
function fill(text: string, match: RegExpExecArray): string {
  return text.replaceAll(/\{(\d)\}/g, (_, group: string) => match[Number(group)] ?? '?');
}
