import { RmqctlError } from '../../../errors.ts';
import { FIREWALLS } from '../../../hosts/firewalls/registry.ts';
import type { Check, Question } from '../check.ts';
import { askedBrokers, isSlaveMember, type VerifyContext, type Member } from '../context.ts';
import { masterOf } from '../../../model/broker.ts';
import { REPLICATION } from '../../../model/port.ts';
import type { Judgement } from '../../finding.ts';

/** A connection that the cluster itself makes, from the host that makes it. */
export interface NeededPath {
  readonly from: string;
  /** the instance that makes it, and the one that takes it */
  readonly by: string;
  readonly to: string;
  /** as the process that makes it spells it: an alias, or an address */
  readonly address: string;
  readonly port: number;
  readonly purpose: string;
}

/** Milliseconds after which a path counts as blocked. */
const PATIENCE = 3000;

/** Every path that the topology needs, one for each host that uses it. */
export function neededPaths(context: VerifyContext): NeededPath[] {
  const paths = askedBrokers(context).flatMap((broker) => [
    ...toNameServers(context, broker),
    ...(isSlaveMember(context, broker) ? toMaster(context, broker) : []),
  ]);
  return [...new Map(paths.map((path) => [keyOf(path), path])).values()];
}

/** How other checks name a blocked path. */
export function pathName(from: string, to: string): string {
  return `${from}>${to}`;
}

function keyOf({ from, address, port }: NeededPath): string {
  return `${from}>${address}:${port}`;
}

function toNameServers({ topology }: VerifyContext, { instance, config }: Member): NeededPath[] {
  const spelled = config?.entries.get('namesrvAddr')?.split(';') ?? [];
  return topology.instances
    .filter(({ role }) => role === 'namesrv')
    .map(({ name, address, port }, index) => ({
      from: instance.host,
      by: instance.name,
      to: name,
      address: spelled[index]?.replace(/:\d+$/, '') ?? address,
      port,
      purpose: 'registration',
    }));
}

function toMaster({ topology }: VerifyContext, { instance }: Member): NeededPath[] {
  const master = masterOf(topology, instance);
  if (master === undefined) return [];
  return master.ports.map(({ port, purpose }) => ({
    from: instance.host,
    by: instance.name,
    to: master.name,
    address: purpose === REPLICATION ? master.haAddress : master.address,
    port,
    purpose,
  }));
}

const connects: Question<true> = {
  id: 'paths',
  subjects: (context) => neededPaths(context).map(keyOf),
  async ask(subject, { context, dial }) {
    const path = neededPaths(context).find((each) => keyOf(each) === subject)!;
    const dialled = dial(path.from, path.address, path.port);
    const late = new RmqctlError(
      'DIAL_FAILED',
      `${path.from}: cannot connect from there to ${path.address}:${path.port}: no answer within ${PATIENCE / 1000} s`,
      {
        host: path.from,
        hint: 'is the process there running, does it listen on this address, and does no firewall between the hosts close the port?',
      },
    );
    const timer = { late: setTimeout(() => {}, 0) };
    const patience = new Promise<never>((_, reject) => {
      timer.late = setTimeout(() => reject(late), PATIENCE);
    });
    // a connection that comes too late is not left open
    void dialled.then((stream) => stream.destroy()).catch(() => undefined);
    try {
      await Promise.race([dialled, patience]);
      return true;
    } finally {
      clearTimeout(timer.late);
    }
  },
};

/** Whether each host can make the connections that what runs on it needs: the firewall between two hosts is proven by use. */
export const paths: Check = {
  id: 'paths',
  title: 'paths between hosts',
  asks: 'Can the host itself connect to what its brokers need: the name servers, and their masters by every port?',
  on: 'each host with a broker',
  severity: 'fail',
  hint: `something between the two hosts blocks the port: the firewall of the target (${FIREWALLS.map(({ words }) => words.list).join(', ')}), or of the network`,
  questions: [connects],
  judge: (context, seen) => {
    const answered = neededPaths(context).flatMap((path) => {
      const answer = seen.answer(connects, keyOf(path));
      return answer === undefined ? [] : [{ path, answer }];
    });
    const hosts = [...new Set(answered.map(({ path }) => path.from))];
    return hosts.flatMap((host) => {
      const own = answered.filter(({ path }) => path.from === host);
      const wrong = own.flatMap(({ path, answer }) =>
        answer instanceof RmqctlError ? [failure(path, answer)] : [],
      );
      const open = own.length - wrong.length;
      const targets = new Set(own.map(({ path }) => `${path.address}:${path.port}`)).size;
      const pass: Judgement = {
        host,
        status: 'pass',
        detail: `reaches all ${targets} ports that its brokers need`,
      };
      return wrong.length > 0 ? wrong : open > 0 ? [pass] : [];
    });
  },
};

function failure({ from, by, to, address, port, purpose }: NeededPath, error: RmqctlError): Judgement {
  const skipped = error.code === 'FORWARDING_REFUSED';
  const found = error.message.replace(/^.*cannot connect from there to [^ ]+: /, '');
  return {
    host: from,
    instance: by,
    status: skipped ? 'skip' : 'fail',
    detail: `cannot connect from ${from} to ${to} at ${address}:${port} (${purpose}): ${found}`,
    hint: error.hint,
    also: [pathName(from, to)],
    follows: ['process', 'boot', 'ports'].map((check) => ({ check, of: to })),
  };
}
