import { RmqctlError } from '../../../errors.ts';
import { type Check, judgeMembers } from '../check.ts';
import { isConcerned, nameServersOf } from '../context.ts';
import { registrations, silence, unanswered } from '../questions.ts';
import { pathName } from './paths.ts';
import { brokerMembers } from '../../../model/broker.ts';
import { blame, type Judgement } from '../../finding.ts';
import type { ClusterInfo } from '../../../rocketmq/remoting/name-server.ts';
import type { Instance } from '../../../model/instance.ts';
import type { Topology } from '../../../model/topology.ts';

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
    judgeMembers(
      nameServersOf(context),
      ({ instance }) => seen.answer(registrations, instance.name),
      (answer, { instance: { name: server } }) => {
        if (answer instanceof RmqctlError) return { ...unanswered(answer), follows: silence(server) };
        const { topology } = context;
        const wrong = misregistrations(topology, answer).flatMap(({ detail, broker }): Judgement[] => {
          const about = topology.instances.find(({ name }) => name === broker);
          if (about === undefined) return [{ status: 'fail', detail, follows: [] }];
          // why a broker is missing that is not inspected could not be said
          if (!isConcerned(context, about)) return [];
          const broken = blame(about.name, 'process', 'boot', 'ports', 'configuration');
          const blocked = blame(pathName(about.host, server), 'paths');
          return [{ status: 'fail', detail, follows: [...broken, ...blocked] }];
        });
        if (wrong.length > 0) return wrong;
        const brokers = brokerMembers(topology).filter((one) => isConcerned(context, one));
        return { status: 'pass', detail: `knows ${brokers.map(({ name }) => name).join(', ')}` };
      },
    ),
};

interface Misregistration {
  readonly detail: string;
  /** if it is one of the inventory */
  readonly broker?: string | undefined;
}

/**
 * The errors of a name server: brokers of the topology that it does not know under the inventory's addresses and ids, and
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
  const names = brokers.map(({ broker }) => broker?.name ?? '');
  const known = new Set([...names, ...(info.clusters.get(topology.cluster) ?? [])]);
  return [...known].flatMap((name) =>
    [...(info.brokers.get(name)?.addresses ?? [])].flatMap(([id, address]) => {
      if (members.includes(`${name} ${id}`)) return [];
      const own = brokers.find((broker) => `${broker.address}:${broker.port}` === address);
      return [{ detail: `${name} ${id} at ${address} is not in the inventory`, broker: own?.name }];
    }),
  );
}
