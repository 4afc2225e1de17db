import { sh } from '../shell/script.ts';
import type { Probe } from './probe.ts';

export interface DiskSpace {
  /** where it is mounted */
  readonly mount: string;
  /** bytes */
  readonly used: number;
  readonly available: number;
  /** of what ordinary users may use, rounded up as df does */
  readonly usedPercent: number;
}

/** Of the file system that a path is on; absent if the path is not there. */
export function diskSpace(path: string): Probe<DiskSpace | 'absent'> {
  return {
    id: 'disk-space',
    script: sh`df -P -k ${path} 2>/dev/null | tail -n 1`,
    parse: (text) => parseDf(text) ?? 'absent',
  };
}

/** The last line of `df -P -k`: device, blocks, used, available, percent, mount point; the device may hold spaces. */
export function parseDf(line: string): DiskSpace | undefined {
  const match = /\s(\d+)\s+(\d+)\s+(\d+)%\s+(\/.*?)\s*$/.exec(line);
  if (match === null) return undefined;
  const [used = 0, available = 0, usedPercent = 0] = match.slice(1, 4).map(Number);
  return { mount: match[4] ?? '', used: used * 1024, available: available * 1024, usedPercent };
}
