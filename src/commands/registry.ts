/** Every command: a name and a line for the help, and its module, which is loaded only when it is run. */
import type { Command } from './command.ts';

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: Command }>;
}

/** In the order of the help. A new command is one new file and one line here. */
export const registry: readonly CommandEntry[] = [];
