import type { Opening } from '../../hosts/openings.ts';

/** What rmqctl did to a firewall, as lines of the host's list of what was made there (hosts/site.ts). */

/** An opening that rmqctl made. */
export interface Noted extends Opening {
  /** its id, the line's first word */
  readonly firewall: string;
  readonly zone: string;
  readonly cluster: string;
}

/** How a firewall was before rmqctl stopped it. */
interface Before {
  readonly running: boolean;
  readonly enabled: boolean;
}

export interface Notes {
  readonly opened: readonly Noted[];
  /** undefined if rmqctl has not stopped it */
  readonly disabled: (Before & { readonly line: string }) | undefined;
}

/** The line that says that a firewall was stopped, and how it was before. */
export function disabledNote(firewall: string, { running, enabled }: Before): string {
  return `${firewall} disabled ${running ? 'running' : 'stopped'} ${enabled ? 'enabled' : 'unenabled'}`;
}

/** The line of an opening; no word of it has a blank. */
export function noteOf({ firewall, cluster, zone, port, source }: Noted): string {
  return [firewall, 'open', cluster, zone, port, ...(source === undefined ? [] : [source])].join(' ');
}

/** The notes of a firewall that a probe's output begins with, and the rest of it. */
export function parseNotes(
  output: string,
  firewall: string,
): { readonly notes: Notes; readonly rest: string } {
  const all = output.split('\n');
  const lines = all.filter((line) => line.startsWith(`${firewall} `));
  const line = lines.find((each) => each.startsWith(`${firewall} disabled`));
  const disabled =
    line === undefined
      ? undefined
      : {
          line,
          running: line.includes(' running'),
          enabled: line.endsWith(' enabled'),
        };
  const rest = all.slice(lines.length).join('\n');
  return { notes: { opened: lines.flatMap(parseOpening), disabled }, rest };
}

function parseOpening(line: string): Noted[] {
  const [firewall = '', verb, cluster = '', zone = '', port, source] = line.split(' ');
  if (verb !== 'open' || port === undefined) return [];
  return [{ firewall, cluster, zone, port: Number(port), ...(source === undefined ? {} : { source }) }];
}
