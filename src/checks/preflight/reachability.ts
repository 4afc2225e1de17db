import type { CheckEvent } from '../../model/events.ts';
import type { FirewallChoice } from '../../model/topology.ts';
import { groupBy } from '../../std/group-by.ts';
import type { Dialled } from './dial.ts';
import { isOpenNow } from '../../hosts/firewalls/admission.ts';
import type { HostFirewall } from '../../hosts/firewalls/registry.ts';
import type { HostPath } from '../../model/connections.ts';

/** What is known of a host that is dialled. */
export interface DialledHost {
  readonly firewall: HostFirewall;
  /** what deploy does to that firewall; off where only root could and scripts are not root's */
  readonly choice: FirewallChoice;
  /** what a listener there says, where one stands on that port */
  readonly word?: string | undefined;
}

/** A connection, and what became of it. */
export interface Try {
  readonly path: HostPath;
  readonly dialled: Dialled;
  readonly target: DialledHost;
}

type Verdict = Pick<CheckEvent, 'status' | 'detail' | 'hint'>;

/** The events of all connections: those from one host to another that went the same way are told together. Pure. */
export function judgeReachability(tries: readonly Try[]): CheckEvent[] {
  const judged = tries.map((each) => ({ path: each.path, judge: verdictOf(each) }));
  const groups = groupBy(judged, ({ path, judge }) => `${path.from} ${path.to} ${judge.status} ${judge.why}`);
  return [...groups.values()].map((group) => {
    const { path, judge } = group[0]!;
    const verdict = judge.tell(group.map((each) => each.path));
    const callers = [...new Set(group.flatMap((each) => each.path.callers))];
    return {
      event: 'check',
      check: 'reachability',
      host: path.from,
      instance: callers.length === 1 ? callers[0] : undefined,
      status: judge.status,
      ...verdict,
    };
  });
}

interface Judgement {
  readonly status: CheckEvent['status'];
  /** what connections must have in common to be told together */
  readonly why: string;
  readonly tell: (group: readonly HostPath[]) => Omit<Verdict, 'status'>;
}

function verdictOf({ path, dialled, target }: Try): Judgement {
  const { from, to } = path;
  if (dialled.kind === 'connected') {
    const wrong = target.word !== undefined && dialled.heard !== '' && dialled.heard !== target.word;
    if (!wrong)
      return {
        status: 'pass',
        why: '',
        tell: (group) => ({ detail: `${from} reaches ${to}: ${listed(group)}` }),
      };
    return single('fail', path, {
      detail: `something else than ${to} answers`,
      hint: `is that address ${to}'s? See \`address\` and \`haAddress\` in the inventory`,
    });
  }
  const { found } = dialled;
  if (dialled.kind === 'untried') return skipped(path, found);
  if (isClosedByFirewall(path, dialled, target)) return firewalled(target);
  return single('fail', path, {
    detail: `${found}; blocked between ${from} and ${to}`,
    hint: `let TCP port ${path.port} through from ${from} to ${to}: in the network's firewall or security group, and in packet filters of the two hosts other than ${target.firewall.firewall.id}`,
  });
}

/** A connection that was not tried, and why. */
function skipped({ from, to }: HostPath, why: string): Judgement {
  return { status: 'skip', why, tell: (group) => ({ detail: `${from} to ${to}, ${listed(group)}: ${why}` }) };
}

/**
 * Whether the target's own firewall explains a failure: it does not let the port through now, and what the caller saw is what it
 * does to callers. It refuses by ICMP where it does not drop; silence is then somebody else's.
 */
function isClosedByFirewall(
  { port, source }: HostPath,
  { kind }: Dialled,
  { firewall }: DialledHost,
): boolean {
  if (isOpenNow(firewall, port, source)) return false;
  return kind === (firewall.others === 'dropped' ? 'silent' : 'unreachable');
}

function firewalled({ choice, firewall: { firewall, zone } }: DialledHost): Judgement {
  const closed = (group: readonly HostPath[]): string => {
    const { from, to } = group[0]!;
    return `${from} to ${to}: ${listed(group)} closed by ${firewall.id} on ${to}`;
  };
  if (choice === 'off') {
    return {
      status: 'fail',
      why: firewall.id,
      tell: (group) => {
        const ports = group.map(({ port }) => port);
        return {
          detail: `${closed(group)}, and deploy leaves it so`,
          hint: `on ${group[0]!.to}: ${firewall.words.opening(zone, ports)}`,
        };
      },
    };
  }
  const does = choice === 'disable' ? 'deploy stops it' : 'deploy opens it';
  return {
    status: 'warn',
    why: firewall.id,
    tell: (group) => ({
      detail: `${closed(group)}; ${does}`,
      hint: 'nothing to do; check again after deploy, which tells whether the network lets it through too',
    }),
  };
}

/** Told by itself. */
function single(
  status: CheckEvent['status'],
  path: HostPath,
  { detail, hint }: Omit<Verdict, 'status'>,
): Judgement {
  const { from, address, port, purpose, callers, callee } = path;
  const what = `${from} to ${address}:${port} (${purpose} of ${callee}, needed by ${callers.join(', ')})`;
  return { status, why: `${address}:${port}`, tell: () => ({ detail: `${what}: ${detail}`, hint }) };
}

function listed(group: readonly HostPath[]): string {
  return [...groupBy(group, ({ callee }) => callee)]
    .map(([callee, of]) => `${callee} ${of.map(({ port }) => port).join(', ')}`)
    .join('; ');
}
