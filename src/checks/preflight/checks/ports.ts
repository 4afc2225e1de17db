import { groupBy } from '../../../std/group-by.ts';
import type { Instance } from '../../../model/instance.ts';
import type { HostCheck, PlannedHost } from '../check.ts';
import type { PortOwner } from '../../../probes/port-owners.ts';
import { instancePorts, ownership } from '../probes.ts';
import { fail, type Judgement, pass, warn } from '../../finding.ts';

export const freePorts: HostCheck<readonly PortOwner[]> = {
  id: 'ports',
  asks: "whether every port of each instance is free, or that instance's already; a port of somebody else's names its process",
  probe: instancePorts,
  judge: (subject, { found }) =>
    subject.instances.flatMap((instance) => judgeInstance(subject, instance, found)),
};

function judgeInstance(
  { topology }: PlannedHost,
  { name, ports }: Instance,
  owners: readonly PortOwner[],
): Judgement[] {
  const numbers = ports.map(({ port }) => port);
  const taken = owners
    .filter(({ port }) => numbers.includes(port))
    .map((owner) => ({ owner, whose: ownership(owner, topology, name) }));
  const others = taken.filter(({ whose }) => whose !== 'own');
  if (others.length === 0) {
    const state = taken.length === 0 ? 'free' : `its own (pid ${taken[0]!.owner.pid})`;
    return [pass(`${numbers.join(', ')}: ${state}`, name)];
  }
  const processes = groupBy(others, ({ owner: { pid, user } }) => `${pid} ${user}`);
  return [...processes.values()].map((group) => judgeProcess(name, group));
}

/** One finding for all the ports that a process has. */
function judgeProcess(name: string, group: readonly { owner: PortOwner; whose: string }[]): Judgement {
  const { owner, whose } = group[0]!;
  const taken = group.map(({ owner: { port } }) => port).join(', ');
  if (whose !== 'sibling') return fail(`${taken} taken by ${described(owner)}`, hint(owner, name), name);
  return warn(
    `${taken} still used by ${owner.startedAs} (pid ${owner.pid})`,
    'deploy moves that instance first where the inventory gives it another port or host',
    name,
  );
}

/** Letters of a command line that are shown of its beginning and of its end, where a Java's class is. */
const SHOWN = 60;

function described({ pid, user, command, unit }: PortOwner): string {
  if (pid === 0) return `a process of ${user}, which only root can see`;
  return `pid ${pid} of ${user}${unit === undefined ? '' : ` (${unit.name})`}: ${shortened(command)}`;
}

function shortened(command: string): string {
  if (command.length <= 2 * SHOWN) return command;
  return `${command.slice(0, SHOWN)} ... ${command.slice(-SHOWN)}`;
}

function hint({ unit, pid }: PortOwner, instance: string): string {
  const stop =
    unit === undefined ? (pid === 0 ? 'end it' : `end it (kill ${pid})`) : `stop it (${unit.stopping})`;
  return `${stop}, or give ${instance} another \`port\` in the inventory`;
}
