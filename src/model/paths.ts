/** Absolute paths the inventory names; what is absent depends on whether rmqctl is root on the host (hosts/site.ts). */
export interface PathSpec {
  readonly home?: string;
  readonly store?: string;
  readonly logs?: string;
  /** where rmqctl keeps what it must remember on a host */
  readonly state?: string;
}
