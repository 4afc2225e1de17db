import { sh } from '../shell/script.ts';
import { type Probe, textProbe } from './probe.ts';

/**
 * What an instance printed once it was up, since its start; empty if it has not.
 * @param pattern extended regular expression
 * @param console the file that holds what it printed since then, and nothing else
 */
export function bootLine(pattern: string, console: string): Probe<string> {
  return textProbe('boot-line', sh`grep -Em 1 -e ${pattern} ${console} 2>/dev/null`);
}
