import { RmqctlError } from '../../../errors.ts';
import { FIREWALLS } from '../../../hosts/firewalls/registry.ts';
import type { Check, Question } from '../check.ts';
import type { Judgement } from '../../finding.ts';
import type { VerifyContext } from '../context.ts';
import { spelledAddress } from '../../../hosts/site.ts';
import { brokerMembers } from '../../../model/broker.ts';
import { connectionsFrom, type HostPath, hostPaths } from '../../../model/connections.ts';
import { onceFor } from '../../../std/once.ts';

/** Milliseconds after which a path counts as blocked. */
const PATIENCE = 3000;

/** Every path that what runs on the hosts needs, by the address as the process that dials spells it: an alias, or an address. */
export const neededPaths = onceFor(({ topology, members }: VerifyContext): readonly HostPath[] =>
  hostPaths(
    members.flatMap(({ instance, host }) =>
      connectionsFrom(topology, instance)
        .filter(({ standby }) => standby !== true)
        .map((each) =>
          each.byAlias === true ? { ...each, address: spelledAddress(topology, host.site, each.to) } : each,
        ),
    ),
  ),
);

/** How other checks name a blocked path. */
export function pathName(from: string, to: string): string {
  return `${from}>${to}`;
}

function keyOf({ from, address, port }: HostPath): string {
  return `${from}>${address}:${port}`;
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
  asks: 'Can the host itself connect to what its instances need: the name servers, slaves to their masters by every port, proxies and pages to the brokers?',
  on: 'each host whose instances dial others',
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
      const pass: Judgement = {
        host,
        status: 'pass',
        detail: `reaches all ${own.length} ports that its ${whose(context, own)} need`,
      };
      return wrong.length > 0 ? wrong : open > 0 ? [pass] : [];
    });
  },
};

/** Whose paths they are: brokers are the usual case. */
function whose({ topology }: VerifyContext, own: readonly { readonly path: HostPath }[]): string {
  const callers = new Set(own.flatMap(({ path }) => path.callers));
  return brokerMembers(topology).filter(({ name }) => callers.has(name)).length === callers.size
    ? 'brokers'
    : 'instances';
}

function failure({ from, callers, callee, address, port, why }: HostPath, error: RmqctlError): Judgement {
  const skipped = error.code === 'FORWARDING_REFUSED';
  const found = error.message.replace(/^.*cannot connect from there to [^ ]+: /, '');
  return {
    host: from,
    instance: callers.at(-1),
    status: skipped ? 'skip' : 'fail',
    detail: `cannot connect from ${from} to ${callee} at ${address}:${port} (${why}): ${found}`,
    hint: error.hint,
    also: [pathName(from, callee)],
    follows: ['process', 'boot', 'ports'].map((check) => ({ check, of: callee })),
  };
}
