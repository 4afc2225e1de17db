import { isIP } from 'node:net';
import type { Check, Reading } from '../check.ts';
import { locationOf, type Member } from '../context.ts';
import { listeners } from '../../../probes/sockets.ts';
import type { Socket } from '../../../hosts/sockets.ts';
import type { Judgement } from '../../finding.ts';

const reading: Reading<readonly Socket[]> = { id: 'listeners', on: 'host', probe: () => listeners };

/** Whether each instance listens on its ports where the inventory says that it can be dialled. */
export const ports: Check = {
  id: 'ports',
  title: 'ports listen',
  asks: "Does something listen on each of the instance's ports, on the inventory's address?",
  on: 'each instance',
  severity: 'fail',
  hint: 'its log tells why a port could not be opened; ss -ltnp on the host names who has it',
  quick: true,
  readings: [reading],
  judge(context, seen) {
    const sockets = new Map(
      context.hosts.map(({ site }) => [site.host.name, seen.found(reading, site.host.name)] as const),
    );
    return context.members.flatMap((member) => {
      const own = sockets.get(member.instance.host);
      return own === undefined ? [] : [finding(member, own)];
    });
  },
};

function finding(member: Member, sockets: readonly Socket[]): Judgement {
  const { instance, service } = member;
  const wanted = instance.ports.map(({ port }) => port);
  const at = (port: number) => sockets.filter(({ local }) => local.port === port);
  const closed = wanted.filter((port) => at(port).length === 0);
  const elsewhere = wanted.filter(
    (port) => !closed.includes(port) && !at(port).some(({ local }) => serves(local.address, member)),
  );
  const place = locationOf(member);
  if (closed.length === 0 && elsewhere.length === 0)
    return { ...place, status: 'pass', detail: `listens on ${wanted.join(', ')}` };
  const wrong = [
    ...(closed.length === 0 ? [] : [`does not listen on ${closed.join(', ')}`]),
    ...elsewhere.map(
      (port) =>
        `listens on ${at(port)
          .map(({ local }) => `${local.address}:${port}`)
          .join(', ')}, not on ${instance.address}:${port}`,
    ),
  ];
  return {
    ...place,
    status: 'fail',
    detail: wrong.join('; '),
    hint: `look at ${service.ready.console} on the host`,
    follows: ['process', 'boot'].map((check) => ({ check, of: instance.name })),
  };
}

/** Whether what listens there is reached by the addresses that others dial; a name may mean any address but loopback. */
function serves(address: string, { instance }: Member): boolean {
  if (address === '0.0.0.0' || address === '::') return true;
  const dialled = [instance.address, instance.haAddress];
  return (
    dialled.includes(address) || (dialled.some((each) => isIP(each) === 0) && !address.startsWith('127.'))
  );
}
