/** A port an instance listens on. */
export interface Port {
  readonly port: number;
  /** what speaks there, in a few words: "remoting", "replication" */
  readonly purpose: string;
}
