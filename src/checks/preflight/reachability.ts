import { isOpenNow } from '../../hosts/firewalls/firewall.ts';
import type { HostFirewall } from '../../hosts/firewalls/registry.ts';
import type { HostPath } from '../../model/connections.ts';
import type { CheckEvent } from '../../model/events.ts';
import type { FirewallChoice } from '../../model/topology.ts';
import { groupBy } from '../../std/group-by.ts';
import type { Dialled } from './dial.ts';

/** What is known of a host that is dialled. */
export interface DialledHost {
  readonly firewall: HostFirewall;
  /** what deploy does to that firewall; off if only root could and scripts are not root's */
  readonly choice: FirewallChoice;
  /** what a listener of rmqctl on that port says, if there is one */
  readonly word?: string | undefined;
}

export interface Try {
  readonly path: HostPath;
  readonly dialled: Dialled;
  readonly target: DialledHost;
}

type Words = Pick<CheckEvent, 'detail' | 'hint'>;

interface Verdict {
  readonly status: CheckEvent['status'];
  /** connections that have it in common are reported together */
  readonly why: string;
  readonly report: (group: readonly HostPath[]) => Words;
}

/** The events of all connections: those from one host to another with the same outcome are reported together. Pure. */
export function judgeReachability(tries: readonly Try[]): CheckEvent[] {
  const judged = tries.map((each) => ({ path: each.path, verdict: verdictOf(each) }));
  const groups = groupBy(
    judged,
    ({ path, verdict }) => `${path.from} ${path.to} ${verdict.status} ${verdict.why}`,
  );
  return [...groups.values()].map((group) => {
    const { path, verdict } = group[0]!;
    const callers = [...new Set(group.flatMap((each) => each.path.callers))];
    return {
      event: 'check',
      check: 'reachability',
      host: path.from,
      instance: callers.length === 1 ? callers[0] : undefined,
      status: verdict.status,
      ...verdict.report(group.map((each) => each.path)),
    };
  });
}

function verdictOf({ path, dialled, target }: Try): Verdict {
  const { from, to, port } = path;
  if (dialled.kind === 'connected') {
    if (target.word !== undefined && dialled.heard !== '' && dialled.heard !== target.word)
      return failure(path, {
        detail: `something else than ${to} answers`,
        hint: `is that address ${to}'s? See \`address\` and \`haAddress\` in the inventory`,
      });
    return {
      status: 'pass',
      why: '',
      report: (group) => ({ detail: `${from} reaches ${to}: ${listed(group)}` }),
    };
  }
  const { kind, found } = dialled;
  if (kind === 'untried') {
    const report: Verdict['report'] = (group) => ({ detail: `${from} to ${to}, ${listed(group)}: ${found}` });
    return { status: 'skip', why: found, report };
  }
  if (isClosedByFirewall(path, dialled, target)) return firewalled(path, target);
  return failure(path, {
    detail: `${found}; blocked between ${from} and ${to}`,
    hint: `let TCP port ${port} through from ${from} to ${to}: in the network's firewall or security group, and in packet filters of the two hosts other than ${target.firewall.firewall.id}`,
  });
}

/**
 * True if the target's own firewall explains a failure: it does not allow the port now, and the caller saw what this firewall does to
 * callers. It refuses by ICMP if it does not drop; silence then has another cause.
 */
function isClosedByFirewall(
  { port, source }: HostPath,
  { kind }: Dialled,
  { firewall }: DialledHost,
): boolean {
  if (isOpenNow(firewall, port, source)) return false;
  return kind === (firewall.others === 'dropped' ? 'silent' : 'unreachable');
}

function firewalled({ from, to }: HostPath, { choice, firewall: { firewall, zone } }: DialledHost): Verdict {
  const { id, words } = firewall;
  const closed = (group: readonly HostPath[]): string =>
    `${from} to ${to}: ${listed(group)} closed by ${id} on ${to}`;
  if (choice === 'off') {
    const ports = (group: readonly HostPath[]) => group.map(({ port }) => port);
    const report: Verdict['report'] = (group) => ({
      detail: `${closed(group)}, and deploy leaves it so`,
      hint: `on ${to}: ${words.opening(zone, ports(group))}`,
    });
    return { status: 'fail', why: id, report };
  }
  const report: Verdict['report'] = (group) => ({
    detail: `${closed(group)}; ${choice === 'disable' ? 'deploy stops it' : 'deploy opens it'}`,
    hint: 'nothing to do; check again after deploy, which tells whether the network lets it through too',
  });
  return { status: 'warn', why: id, report };
}

/** A failure that is reported alone. */
function failure(path: HostPath, { detail, hint }: Words): Verdict {
  const { from, address, port, purpose, callers, callee } = path;
  const what = `${from} to ${address}:${port} (${purpose} of ${callee}, needed by ${callers.join(', ')})`;
  return {
    status: 'fail',
    why: `${address}:${port}`,
    report: () => ({ detail: `${what}: ${detail}`, hint }),
  };
}

function listed(group: readonly HostPath[]): string {
  return [...groupBy(group, ({ callee }) => callee)]
    .map(([callee, of]) => `${callee} ${of.map(({ port }) => port).join(', ')}`)
    .join('; ');
}
