import { RemotingClient } from '../../rocketmq/remoting/client.ts';
import { dialFrom } from '../../probes/dial-from.ts';
import type { QuestionContext } from './check.ts';
import { memberNamed, type VerifyContext, type Member } from './context.ts';

/** The clients of one run. */
export class Clients {
  readonly #clients = new Map<string, RemotingClient>();
  readonly #context: VerifyContext;

  constructor(context: VerifyContext) {
    this.#context = context;
  }

  of({ instance, host }: Member): RemotingClient {
    const known = this.#clients.get(instance.name);
    if (known !== undefined) return known;
    const { address, port } = instance;
    const client = new RemotingClient({
      peer: `${address}:${port}`,
      host: instance.host,
      release: this.#context.topology.version,
      dial: () => dialFrom(host.transport, address, port),
    });
    this.#clients.set(instance.name, client);
    return client;
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }
}

/** What questions are given. */
export function askingOf(
  context: VerifyContext,
  clients: Clients,
  world: Pick<QuestionContext, 'now' | 'signal' | 'seen'>,
): QuestionContext {
  const member = (name: string): Member => {
    const found = memberNamed(context, name);
    if (found === undefined) throw new Error(`there is no instance ${name} to ask`);
    return found;
  };
  return {
    ...world,
    context,
    client: (one) => clients.of(one),
    member,
    dial: (host, address, port) => {
      const from = context.hosts.find(({ site }) => site.host.name === host);
      if (from === undefined) throw new Error(`there is no host ${host} to dial from`);
      return dialFrom(from.transport, address, port);
    },
  };
}
