import { RmqctlError } from '../../../errors.ts';
import type { Check } from '../check.ts';
import { isConcerned, locationOf, type Member, nameServersOf, type VerifyContext } from '../context.ts';
import { registrations, silence, unanswered } from '../questions.ts';
import { pathName } from './paths.ts';
import { brokerMembers } from '../../../model/broker.ts';
import type { Blame, Judgement } from '../../finding.ts';
import type { ClusterInfo } from '../../../rocketmq/remoting/name-server.ts';
import type { Instance } from '../../../model/instance.ts';
import type { Topology } from '../../../model/topology.ts';

/** Whether every name server knows every broker, by the inventory's address and id, and nothing else under these names. */
export const registration: Check = {
  id: 'registration',
  title: 'registration',
  asks: 'Does the name server list every broker with the address and id of the inventory, and no other in this cluster?',
  on: 'each name server',
  severity: 'fail',
  hint: 'a broker registers at its start and every 30 s: look at its broker.log for registerBroker',
  quick: true,
  settles: true,
  questions: [registrations],
  judge: (context, seen) =>
    nameServersOf(context).flatMap((server) => {
      const place = locationOf(server);
      const answer = seen.answer(registrations, server.instance.name);
      if (answer === undefined) return [];
      if (answer instanceof RmqctlError)
        return [{ ...place, ...unanswered(answer), follows: silence(server.instance.name) }];
      const wrong = misregistrations(context.topology, answer).filter(({ broker }) =>
        concerns(context, broker),
      );
      if (wrong.length > 0)
        return wrong.map((each): Judgement => ({ ...place, ...failure(context, server, each) }));
      const brokers = brokerMembers(context.topology).filter((one) => isConcerned(context, one));
      return [{ ...place, status: 'pass', detail: `knows ${brokers.map(({ name }) => name).join(', ')}` }];
    }),
};

/** A broker that nobody looks at is not judged: why it is missing could not be said. */
function concerns(context: VerifyContext, broker: string | undefined): boolean {
  const about = context.topology.instances.find(({ name }) => name === broker);
  return about === undefined || isConcerned(context, about);
}

function failure(
  { topology }: VerifyContext,
  server: Member,
  { detail, broker }: Misregistration,
): Judgement {
  const about = topology.instances.find(({ name }) => name === broker);
  const blocked: Blame[] =
    about === undefined ? [] : [{ check: 'paths', of: pathName(about.host, server.instance.name) }];
  const broken: Blame[] =
    about === undefined
      ? []
      : ['process', 'boot', 'ports', 'configuration'].map((check) => ({ check, of: about.name }));
  return { status: 'fail', detail, follows: [...broken, ...blocked] };
}

/** One thing that a name server has wrong. */
interface Misregistration {
  readonly detail: string;
  /** the broker that it is about, where it is one of the inventory */
  readonly broker?: string | undefined;
}

/**
 * What a name server has wrong: brokers of the topology that it does not know under the inventory's addresses and ids, and
 * others under these names or in this cluster. Pure.
 */
function misregistrations(topology: Topology, info: ClusterInfo): Misregistration[] {
  const brokers = brokerMembers(topology);
  return [...brokers.flatMap((broker) => misregistered(broker, info)), ...strangers(topology, brokers, info)];
}

function misregistered(
  { name, broker, address, port }: Instance,
  { brokers }: ClusterInfo,
): Misregistration[] {
  const wanted = `${address}:${port}`;
  const found = brokers.get(broker?.name ?? '')?.addresses.get(String(broker?.id));
  if (found === wanted) return [];
  const wrong =
    found === undefined
      ? `${name} (${wanted}) is not registered`
      : `${name} is registered as ${found}, not ${wanted}`;
  return [{ detail: wrong, broker: name }];
}

function strangers(topology: Topology, brokers: readonly Instance[], info: ClusterInfo): Misregistration[] {
  const members = brokers.map(({ broker }) => `${broker?.name} ${broker?.id}`);
  const names = [
    ...new Set([
      ...brokers.map(({ broker }) => broker?.name ?? ''),
      ...(info.clusters.get(topology.cluster) ?? []),
    ]),
  ];
  return names.flatMap((name) =>
    [...(info.brokers.get(name)?.addresses ?? [])].flatMap(([id, address]) => {
      if (members.includes(`${name} ${id}`)) return [];
      const own = brokers.find((broker) => `${broker.address}:${broker.port}` === address);
      return [{ detail: `${name} ${id} at ${address} is not in the inventory`, broker: own?.name }];
    }),
  );
}
