import type { Instance } from './instance.ts';

/** Where an instance is asked, and from which host: its own. */
export interface InstanceAddress {
  readonly instance: string;
  /** name of its host */
  readonly host: string;
  readonly address: string;
  readonly port: number;
}

/** The endpoint of an instance's main port. */
export function addressOfInstance({ name, host, address, port }: Instance): InstanceAddress {
  return { instance: name, host, address, port };
}
