/** A line of the hosts file. */
export interface Alias {
  readonly address: string;
  readonly name: string;
  /** name of the instance it stands for */
  readonly instance: string;
}
