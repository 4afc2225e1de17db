import { type Script, sh } from './script.ts';

/** A command as its words, never as a string. */
export interface Command {
  readonly argv: readonly [string, ...string[]];
  /** environment of the command alone */
  readonly env?: Readonly<Record<string, string>>;
}

/** The command as shell words, each quoted. */
export function commandScript(command: Command): Script {
  const assignments = Object.entries(command.env ?? {}).map(([name, value]) => `${name}=${value}`);
  return assignments.length === 0 ? sh`${command.argv}` : sh`env ${assignments} ${command.argv}`;
}
