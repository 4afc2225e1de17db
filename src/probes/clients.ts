import type { RmqctlError } from '../errors.ts';
import type { InstanceAddress } from '../model/instance.ts';
import { RemotingClient, type RemotingOptions } from '../rocketmq/remoting/client.ts';
import type { Transport } from '../transport/transport.ts';
import { dialFrom } from './dial-from.ts';

type ClientOptions = Pick<RemotingOptions, 'release' | 'timeoutMs'>;

/** The remoting clients of one conversation, one an instance: each is asked through its own host's connection. */
export class Clients {
  readonly #transports: ReadonlyMap<string, Transport>;
  readonly #options: ClientOptions;
  readonly #clients = new Map<string, RemotingClient>();

  /** @param transports by the name of the host */
  constructor(transports: ReadonlyMap<string, Transport>, options: ClientOptions) {
    this.#transports = transports;
    this.#options = options;
  }

  /** @returns undefined if there is no connection to the instance's host */
  of({ instance, host, address, port }: InstanceAddress): RemotingClient | undefined {
    const transport = this.#transports.get(host);
    const known = this.#clients.get(instance);
    if (transport === undefined || known !== undefined) return known;
    const dial = () => dialFrom(transport, address, port);
    const client = new RemotingClient({ ...this.#options, peer: `${address}:${port}`, host, dial });
    this.#clients.set(instance, client);
    return client;
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }
}

/** True if the error says that no one listens there: reported by the host that dialled, or by the client itself. */
export function isNobodyThere(error: RmqctlError): boolean {
  return ['DIAL_FAILED', 'REMOTING_CONNECT'].includes(error.code);
}
