import { isIP } from 'node:net';
import type { Socket } from '../../../hosts/sockets.ts';
import { listeners } from '../../../probes/sockets.ts';
import { blame, type Judgement } from '../../finding.ts';
import { type Check, judgeMembers, type Reading } from '../check.ts';
import type { Member } from '../context.ts';

const reading: Reading<readonly Socket[]> = { id: 'listeners', on: 'host', probe: () => listeners };

export const ports: Check = {
  id: 'ports',
  title: 'ports listen',
  asks: "Does something listen on each of the instance's ports, on the inventory's address?",
  on: 'each instance',
  severity: 'fail',
  hint: 'its log tells why a port could not be opened; ss -ltnp on the host names who has it',
  quick: true,
  readings: [reading],
  judge: ({ members }, seen) =>
    judgeMembers(members, ({ instance }) => seen.found(reading, instance.host), judge),
};

function judge(sockets: readonly Socket[], member: Member): Judgement {
  const { instance, service } = member;
  const numbers = instance.ports.map(({ port }) => port);
  const at = (port: number) => sockets.filter(({ local }) => local.port === port);
  const closed = numbers.filter((port) => at(port).length === 0);
  const elsewhere = numbers.filter(
    (port) => !closed.includes(port) && !at(port).some(({ local }) => serves(local.address, member)),
  );
  const wrong = [
    ...(closed.length === 0 ? [] : [`does not listen on ${closed.join(', ')}`]),
    ...elsewhere.map((port) => {
      const found = at(port).map(({ local }) => `${local.address}:${port}`);
      return `listens on ${found.join(', ')}, not on ${instance.address}:${port}`;
    }),
  ];
  if (wrong.length === 0) return { status: 'pass', detail: `listens on ${numbers.join(', ')}` };
  return {
    status: 'fail',
    detail: wrong.join('; '),
    hint: `look at ${service.ready.console} on the host`,
    follows: blame(instance.name, 'process', 'boot'),
  };
}

/** True if a listener there is reached by the addresses that others dial; a name may mean any address but loopback. */
function serves(address: string, { instance }: Member): boolean {
  if (address === '0.0.0.0' || address === '::') return true;
  const dialled = [instance.address, instance.haAddress];
  return (
    dialled.includes(address) || (dialled.some((each) => isIP(each) === 0) && !address.startsWith('127.'))
  );
}
