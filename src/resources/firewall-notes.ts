import type { Opening } from '../hosts/openings.ts';

/** What rmqctl did to firewalld, as lines of the host's list of what was made there (hosts/site.ts). */

/** An opening that rmqctl made. */
export interface Noted extends Opening {
  readonly zone: string;
  readonly cluster: string;
}

export interface Notes {
  readonly opened: readonly Noted[];
  /** how firewalld was before rmqctl stopped it; undefined where it did not */
  readonly disabled:
    | { readonly line: string; readonly running: boolean; readonly enabled: boolean }
    | undefined;
}

/** How the line begins that says that firewalld was stopped; then "running" or "stopped", "enabled" or "unenabled". */
export const DISABLED = 'firewalld disabled';

/** The line of an opening; no word of it has a blank. */
export function noteOf({ cluster, zone, port, source }: Noted): string {
  return ['firewalld open', cluster, zone, port, ...(source === undefined ? [] : [source])].join(' ');
}

export function isOwn(noted: Noted, cluster: string): boolean {
  return noted.cluster === cluster;
}

/** The notes that a probe's output begins with, and the rest of it. */
export function parseNotes(output: string): { readonly notes: Notes; readonly rest: string } {
  const all = output.split('\n');
  const lines = all.filter((line) => line.startsWith('firewalld '));
  const disabled = lines.find((line) => line.startsWith(DISABLED));
  return {
    notes: {
      opened: lines.flatMap(parseOpening),
      disabled:
        disabled === undefined
          ? undefined
          : {
              line: disabled,
              running: disabled.includes(' running'),
              enabled: disabled.endsWith(' enabled'),
            },
    },
    rest: all.slice(lines.length).join('\n'),
  };
}

function parseOpening(line: string): Noted[] {
  const [, verb, cluster = '', zone = '', port, source] = line.split(' ');
  if (verb !== 'open' || port === undefined) return [];
  return [{ cluster, zone, port: Number(port), ...(source === undefined ? {} : { source }) }];
}
