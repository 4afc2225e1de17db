/** What a change must wait for that its own host's script cannot see, as data: each kind has a file in execute/waits. */
export interface WaitSpec {
  /** "page" (execute/waits/registry.ts) */
  readonly kind: string;
  /** true: it is for the sake of restarts. Where nothing restarts, a start is done without it. */
  readonly forRestarts?: boolean | undefined;
}
