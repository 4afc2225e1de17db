/** What every run is asked for, whatever its command: the values of the common options (docs/reference/commands). */
export interface CommonArguments {
  /** globs of hosts, roles or instances; empty: all */
  readonly limit: readonly string[];
  readonly json: boolean;
  /** do not ask */
  readonly yes: boolean;
  /** hosts worked on at once */
  readonly parallel: number | undefined;
  /** seconds that a wait may last */
  readonly timeout: number | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noColor: boolean;
  /** record the keys of hosts that known_hosts does not have */
  readonly acceptNew: boolean;
  /** a file that gets what `--json` prints */
  readonly jsonFile: string | undefined;
  /** a file that gets the run as Markdown */
  readonly markdown: string | undefined;
  readonly askPassword: boolean;
  readonly askBecomePass: boolean;
}
