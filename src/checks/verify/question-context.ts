import { addressOfInstance } from '../../model/instance-address.ts';
import type { Clients } from '../../probes/clients.ts';
import { dialFrom } from '../../probes/dial-from.ts';
import type { QuestionContext } from './check.ts';
import { memberNamed, type VerifyContext, type Member } from './context.ts';

/** What questions are given. */
export function questionContext(
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
    client({ instance }) {
      const client = clients.of(addressOfInstance(instance));
      if (client === undefined) throw new Error(`there is no connection to ${instance.host}`);
      return client;
    },
    member,
    dial: (host, address, port) => {
      const from = context.hosts.find(({ site }) => site.host.name === host);
      if (from === undefined) throw new Error(`there is no host ${host} to dial from`);
      return dialFrom(from.transport, address, port);
    },
  };
}
