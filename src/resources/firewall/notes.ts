import type { Opening } from '../../hosts/openings.ts';

/** What rmqctl did to a firewall, as lines of the host's list of what was made there (hosts/site.ts). */

/** An opening that rmqctl made. */
export interface Noted extends Opening {
  /** its id, the line's first word */
  readonly firewall: string;
  readonly zone: string;
  readonly cluster: string;
}

export interface Notes {
  readonly opened: readonly Noted[];
  /** how the firewall was before rmqctl stopped it; undefined where it did not */
  readonly disabled:
    | { readonly line: string; readonly running: boolean; readonly enabled: boolean }
    | undefined;
}

/** The line that says that a firewall was stopped, and how it was before. */
export function disabledNote(
  firewall: string,
  { running, enabled }: { readonly running: boolean; readonly enabled: boolean },
): string {
  return `${firewall} disabled ${running ? 'running' : 'stopped'} ${enabled ? 'enabled' : 'unenabled'}`;
}

/** The line of an opening; no word of it has a blank. */
export function noteOf({ firewall, cluster, zone, port, source }: Noted): string {
  return [firewall, 'open', cluster, zone, port, ...(source === undefined ? [] : [source])].join(' ');
}

export function isOwn(noted: Noted, cluster: string): boolean {
  return noted.cluster === cluster;
}

/** The notes of a firewall that a probe's output begins with, and the rest of it. */
export function parseNotes(
  output: string,
  firewall: string,
): { readonly notes: Notes; readonly rest: string } {
  const all = output.split('\n');
  const lines = all.filter((line) => line.startsWith(`${firewall} `));
  const disabled = lines.find((line) => line.startsWith(`${firewall} disabled`));
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
  const [firewall = '', verb, cluster = '', zone = '', port, source] = line.split(' ');
  if (verb !== 'open' || port === undefined) return [];
  return [{ firewall, cluster, zone, port: Number(port), ...(source === undefined ? {} : { source }) }];
}
