import type { RmqctlError } from '../../errors.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { dialFrom } from '../../probes/dial-from.ts';
import { RemotingClient } from '../../rocketmq/remoting/client.ts';
import type { WaitContext } from './wait.ts';

/** The clients of one wait: each instance is asked through its own host's connection. */
export class Clients {
  readonly #release: string;
  readonly #transports: WaitContext['transports'];
  readonly #clients = new Map<string, RemotingClient>();

  /** @param release that requests name as theirs */
  constructor(release: string, { transports }: WaitContext) {
    this.#release = release;
    this.#transports = transports;
  }

  /** @returns undefined if the instance's host could not be surveyed */
  of({ instance, host, address, port }: Endpoint): RemotingClient | undefined {
    const transport = this.#transports.get(host);
    const known = this.#clients.get(instance);
    if (transport === undefined || known !== undefined) return known;
    const client = new RemotingClient({
      peer: `${address}:${port}`,
      host,
      release: this.#release,
      dial: () => dialFrom(transport, address, port),
    });
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
