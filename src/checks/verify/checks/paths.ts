import { setTimeout as sleep } from 'node:timers/promises';
import { RmqctlError } from '../../../errors.ts';
import { connectionFailed } from '../../../probes/dial-from.ts';
import { FIREWALLS } from '../../../hosts/firewalls/registry.ts';
import type { Check, Question } from '../check.ts';
import { blame, type Judgement } from '../../finding.ts';
import type { VerifyContext } from '../context.ts';
import { spelledAddress } from '../../../hosts/site.ts';
import { brokerMembers } from '../../../model/broker.ts';
import { connectionsFrom, type HostPath, hostPaths } from '../../../model/connections.ts';
import { onceFor } from '../../../std/once.ts';

/** Milliseconds after which a path counts as blocked. */
const PATIENCE = 3000;

/** Every path that the members need, with the address as the process that dials spells it: an alias, or an address. */
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

/** The name of a blocked path in other checks. */
export function pathName(from: string, to: string): string {
  return `${from}>${to}`;
}

const keyOf = ({ from, address, port }: HostPath): string => `${from}>${address}:${port}`;

const connects: Question<true> = {
  id: 'paths',
  subjects: (context) => neededPaths(context).map(keyOf),
  async ask(subject, { context, dial }) {
    const path = neededPaths(context).find((each) => keyOf(each) === subject)!;
    const dialled = dial(path.from, path.address, path.port);
    // a connection that comes too late is not left open
    void dialled.then((stream) => stream.destroy()).catch(() => undefined);
    const over = new AbortController();
    const late = sleep(PATIENCE, undefined, { signal: over.signal }).then(() => {
      throw connectionFailed(path.from, { ...path, said: `no answer within ${PATIENCE / 1000} s` });
    });
    await Promise.race([dialled, late]).finally(() => over.abort());
    return true;
  },
};

/** The firewall between two hosts is proven by use. */
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
    return hosts.flatMap((host): Judgement[] => {
      const own = answered.filter(({ path }) => path.from === host);
      const wrong = own.flatMap(({ path, answer }) =>
        answer instanceof RmqctlError ? [failure(path, answer)] : [],
      );
      const detail = `reaches all ${own.length} ports that its ${whose(context, own)} need`;
      return wrong.length > 0 ? wrong : [{ host, status: 'pass', detail }];
    });
  },
};

/** The kind of the callers: usually brokers. */
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
    follows: blame(callee, 'process', 'boot', 'ports'),
  };
}
