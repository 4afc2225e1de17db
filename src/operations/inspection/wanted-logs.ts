import type { DiagnosticEvent } from '../../model/events.ts';

/** The logs that --log names, held against those that there are. Which those are is known once every host has told. */
export class WantedLogs {
  readonly #wanted: readonly string[];
  readonly #there = new Set<string>();
  #silent: number;

  /** @param hosts how many are to tell */
  constructor(wanted: readonly string[], hosts: number) {
    this.#wanted = wanted;
    this.#silent = hosts;
  }

  /** A host has told the names of its logs. */
  add(names: readonly string[]): void {
    for (const name of names) this.#there.add(name);
    this.#silent -= 1;
  }

  /** What is wrong with the names that were asked for; nothing while a host has not told its own. */
  missing(severity: DiagnosticEvent['severity']): DiagnosticEvent | undefined {
    const missing = this.#wanted.filter((name) => !this.#there.has(name));
    if (this.#silent > 0 || missing.length === 0) return undefined;
    const message = `no instance has a log called ${missing.join(', ')}`;
    const there = [...this.#there].sort();
    const hint =
      there.length === 0 ? 'there are no logs: nothing was started' : `there are ${there.join(', ')}`;
    return { event: 'diagnostic', severity, code: 'NO_SUCH_LOG', message, hint };
  }
}
