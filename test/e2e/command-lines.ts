import { readdirSync, readFileSync } from 'node:fs';

/** How often the process table is read; a process that lives shorter may be missed. */
const EVERY_MS = 15;

/** The command line of a process as text; empty when it has gone meanwhile. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/**
 * Every command line of this machine while it is watched. Test hosts are containers: their processes are in its table too, so
 * both sides of a connection are seen.
 */
export class CommandLines {
  readonly seen = new Set<string>();
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** The command lines that hold a text. */
  holding(text: string): string[] {
    return [...this.seen].filter((line) => line.includes(text));
  }

  #look(): void {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
      this.seen.add(commandLine(pid));
  }
}
