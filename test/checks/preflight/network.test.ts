import { describe, expect, test } from 'vitest';
import { parseFirewalls } from '../../../src/hosts/firewalls/registry.ts';
import { classify, parseDials, type Dialled } from '../../../src/checks/preflight/dial.ts';
import { judgeReachability, type DialledHost } from '../../../src/checks/preflight/reachability.ts';
import type { HostPath } from '../../../src/model/connections.ts';

describe('verdicts', () => {
  const path: HostPath = {
    from: 'n2',
    to: 'n1',
    source: '10.0.0.2',
    address: '10.0.0.1',
    port: 10912,
    purpose: 'replication',
    why: 'replication',
    callers: ['a-s'],
    callee: 'a',
  };
  const closed = 'firewall=firewalld\nrunning\nenabled\npublic\n\n\n';
  const dropping = `${closed}<zone target="DROP">\n</zone>`;
  const accepting = `${closed}<zone target="ACCEPT">\n</zone>`;
  const target = (text: string, rest: Partial<DialledHost> = {}): DialledHost => {
    return { firewall: parseFirewalls(text), choice: 'auto', word: 'hello', ...rest };
  };
  const connected = (heard: string): Dialled => ({ kind: 'connected', heard });
  const missed = (kind: 'refused' | 'unreachable' | 'silent' | 'untried'): Dialled => ({
    kind,
    found: `(${kind})`,
  });

  test.each<[string, Dialled, DialledHost, string, RegExp]>([
    ['our listener answers', connected('hello'), target(''), 'pass', /n2 reaches n1: a 10912/],
    ['what runs answers', connected(''), target('', { word: undefined }), 'pass', /reaches/],
    ['somebody else answers', connected('SSH-2.0'), target(''), 'fail', /something else than n1/],
    ['no firewalld', missed('silent'), target(''), 'fail', /blocked between n2 and n1/],
    ['a reset', missed('refused'), target(closed), 'fail', /\(refused\); blocked/],
    [
      'firewalld refuses',
      missed('unreachable'),
      target(closed),
      'warn',
      /closed by firewalld on n1; deploy opens it/,
    ],
    ['firewalld refuses, but the network drops', missed('silent'), target(closed), 'fail', /blocked between/],
    ['firewalld drops', missed('silent'), target(dropping), 'warn', /closed by firewalld/],
    ['firewalld lets everything through', missed('unreachable'), target(accepting), 'fail', /blocked/],
    [
      'the port is open in firewalld',
      missed('unreachable'),
      target(`${closed.trim()}\n10912/tcp`),
      'fail',
      /blocked/,
    ],
    [
      'deploy stops firewalld',
      missed('unreachable'),
      target(closed, { choice: 'disable' }),
      'warn',
      /deploy stops it/,
    ],
    [
      'deploy leaves firewalld',
      missed('unreachable'),
      target(closed, { choice: 'off' }),
      'fail',
      /leaves it so/,
    ],
    ['it could not be tried', missed('untried'), target(''), 'skip', /\(untried\)/],
  ])('%s', (...[, dialled, of, status, detail]) => {
    const [event, ...rest] = judgeReachability([{ path, dialled, target: of }]);
    expect(rest).toEqual([]);
    expect(event).toMatchObject({ check: 'reachability', host: 'n2', instance: 'a-s', status });
    expect(event?.detail).toMatch(detail);
    expect(event?.hint !== undefined).toBe(status === 'fail' || status === 'warn');
  });

  test('what went the same way is told together, each port that is blocked by itself', () => {
    const at = (port: number, dialled: Dialled) => ({
      path: { ...path, port },
      dialled,
      target: target(''),
    });
    const events = judgeReachability([
      at(10911, connected('hello')),
      at(10909, missed('silent')),
      at(10912, missed('silent')),
      at(9876, connected('hello')),
    ]);
    expect(events.map(({ status }) => status)).toEqual(['pass', 'fail', 'fail']);
    expect(events[0]?.detail).toContain('10911, 9876');
  });
});

describe('failures', () => {
  test.each([
    ['n1: cannot connect from there to 10.0.0.1:1: Connection refused', 'refused'],
    ['connect: No route to host', 'unreachable'],
    ['[Errno 113] No route to host', 'unreachable'],
    ['Connection timed out', 'silent'],
    ['timed out', 'silent'],
    ['Name or service not known', 'failed'],
  ])('%s: %s', (text, kind) => expect(classify(text).kind).toBe(kind));

  test('what a dialling script said is read in the order of the places', () => {
    const place = { address: '10.0.0.1', port: 1, word: 'hello' };
    const said = '1\t124\t\n0\t0\thello\n2\t1\tbash: line 1: connect: Connection refused\n';
    expect(parseDials(said, [place, place, place, place], 5).map(({ kind }) => kind)).toEqual([
      'connected',
      'silent',
      'refused',
      'untried',
    ]);
    expect(parseDials('none\n', [place], 5)).toMatchObject([{ kind: 'untried' }]);
  });
});
