/** A command as its words, never as a string. */
export interface Argv {
  readonly argv: readonly [string, ...string[]];
  /** environment of the command alone */
  readonly env?: Readonly<Record<string, string>>;
}
