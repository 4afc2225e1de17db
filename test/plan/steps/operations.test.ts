import { describe, expect, test } from 'vitest';
import { keyOf } from '../../../src/model/resource-address.ts';
import {
  toDestroy,
  toRestart,
  toStart,
  toStop,
  type OperatedHost,
  type ResourceFilter,
} from '../../../src/plan/steps/operations.ts';
import { plan } from '../../../src/plan/steps/plan.ts';
import { kindNamed } from '../../../src/resources/registry.ts';
import { subjectOf, type Resource } from '../../../src/resources/resource.ts';
import { wanted } from '../../sample/desired.ts';
import { SMALLEST } from '../../sample/inventories.ts';

/** start, stop, restart and destroy of the two-machine cluster: node1 has broker-a and broker-b-s, node2 the others. */

const DOWN = 'pid=0\nenabled=yes\ninstalled=yes\n';
const RUNS = 'pid=42\nenabled=yes\ninstalled=yes\ndigest=old\nmissing=\n';
const everything = wanted(SMALLEST);

/** What is found of each resource where the cluster was deployed. */
function found({ kind, instance }: Resource, outputs: Readonly<Record<string, string>>): string {
  const made: Readonly<Record<string, string>> = {
    service: outputs[instance ?? ''] ?? outputs['*'] ?? RUNS,
    directory: '755 rocketmq:rocketmq\nremovable\n',
    file: '644 root:root\nx\n',
    unit: '644 root:root\nx\n',
    manifest: '{}',
    user: '999\nown\n',
    release: '4.9.4 abc\n',
    block: `# BEGIN rmqctl rocketmq-cluster\n10.0.0.1 x\n# END rmqctl rocketmq-cluster\n`,
    firewall: `firewalld open rocketmq-cluster public 9876\nrunning\nenabled\npublic\n9876/tcp\n\n<port port="9876" protocol="tcp"/>\n`,
  };
  return made[kind] ?? '';
}

function hosts(outputs: Readonly<Record<string, string>> = {}, shared = false): OperatedHost[] {
  const names = [...new Set(everything.map(({ host }) => host))];
  return names.map((name) => {
    const resources = everything.filter(({ host }) => host === name);
    const observations = new Map(
      resources.map((each) => [
        keyOf(each),
        kindNamed(each.kind).parse(found(each, outputs), subjectOf(each)),
      ]),
    );
    return { resources, observations, shared };
  });
}

const observed = (all: readonly OperatedHost[]) => new Map(all.flatMap((each) => [...each.observations]));
const named =
  (...names: string[]) =>
  ({ instance, host }: Resource): boolean =>
    names.includes(instance ?? '') || names.includes(host);
const any = (): boolean => true;
const calm = { force: false };

/** "stop broker-a < broker-a-s": a step and what it waits for. */
function told(
  resources: readonly Resource[],
  all: readonly OperatedHost[],
  isSelected?: ResourceFilter,
): string[] {
  const { steps } = plan(resources, observed(all), isSelected);
  const nameOf = new Map(steps.map((step) => [keyOf(step), step.instance ?? keyOf(step)]));
  return steps
    .filter(({ kind }) => kind === 'service')
    .map(({ action, instance, needs }) => {
      const before = needs.map((need) => nameOf.get(need) ?? need).sort();
      return `${action} ${instance}${before.length === 0 ? '' : ` < ${before.join(', ')}`}`;
    });
}

describe('stop', () => {
  test('slaves, then their masters, then the name servers', () => {
    const all = hosts();
    expect(told(toStop(all, any, calm), all).sort()).toEqual([
      'stop broker-a < broker-a-s',
      'stop broker-a-s',
      'stop broker-b < broker-b-s',
      'stop broker-b-s',
      'stop namesrv-node1 < broker-a, broker-a-s, broker-b, broker-b-s',
      'stop namesrv-node2 < broker-a, broker-a-s, broker-b, broker-b-s',
    ]);
  });

  test.each([
    ['a master', ['broker-a'], ['stop broker-a']],
    ['a broker', ['broker-a', 'broker-a-s'], ['stop broker-a < broker-a-s', 'stop broker-a-s']],
    ['a host', ['node1'], ['stop broker-a', 'stop broker-b-s', 'stop namesrv-node1 < broker-a, broker-b-s']],
  ])('of %s touches nothing else', (_name, limit, lines) => {
    const all = hosts();
    expect(told(toStop(all, named(...limit), calm), all).sort()).toEqual(lines);
  });

  test('what is down already is nothing to do, and stands in nobody’s way', () => {
    const all = hosts({ 'broker-a-s': DOWN, 'broker-b-s': DOWN, 'broker-b': DOWN });
    expect(told(toStop(all, any, calm), all)).toEqual([
      'stop broker-a',
      'stop namesrv-node1 < broker-a',
      'stop namesrv-node2 < broker-a',
    ]);
    const none = hosts({ '*': DOWN });
    expect(told(toStop(none, any, calm), none)).toEqual([]);
  });

  test('one that has died and is about to be started again is stopped, too', () => {
    const all = hosts({ '*': DOWN, 'broker-a': `${DOWN}returning=yes\n` });
    expect(told(toStop(all, any, calm), all)).toEqual(['stop broker-a']);
  });

  test.each([
    [false, false],
    [true, true],
  ])('with --force %s, SIGKILL is in the script: %s', (force, killed) => {
    const all = hosts();
    const { steps } = plan(toStop(all, any, { force }), observed(all));
    expect(steps.every(({ apply }) => apply.text.includes('KILL') === killed)).toBe(true);
    expect(steps.some(({ apply }) => apply.text.includes('mqshutdown'))).toBe(false);
  });
});

describe('start', () => {
  test('what is down, in order; what runs is left alone, from whatever it was started', () => {
    const all = hosts({ 'broker-a': DOWN, 'broker-a-s': DOWN });
    expect(told(toStart(all), all)).toEqual(['start broker-a', 'start broker-a-s < broker-a']);
  });

  test('brings what a selected one needs', () => {
    const all = hosts({ '*': DOWN });
    expect(told(toStart(all), all, named('broker-a')).sort()).toEqual([
      'start broker-a < namesrv-node1, namesrv-node2',
      'start namesrv-node1',
      'start namesrv-node2',
    ]);
  });

  test('what was never deployed is refused', () => {
    const all = hosts({ '*': 'pid=0\n' });
    expect(() => told(toStart(all), all)).toThrow(
      expect.objectContaining({ code: 'NOT_DEPLOYED', hint: expect.stringContaining('deploy') }),
    );
  });
});

describe('restart', () => {
  test('everything, one after another, each slave before its master', () => {
    const all = hosts();
    const restarts = told(toRestart(all, calm), all);
    expect(restarts.map((line) => line.split(' ')[1])).toEqual([
      'namesrv-node1',
      'namesrv-node2',
      'broker-a-s',
      'broker-a',
      'broker-b-s',
      'broker-b',
    ]);
    for (const [i, line] of restarts.slice(1).entries())
      expect(line).toContain(`< ${restarts[i]!.split(' ')[1]}`);
  });

  test('each waits for what the next one must find: its brokers, or its copies', () => {
    const all = hosts();
    const { steps } = plan(toRestart(all, calm), observed(all));
    const waiting = steps.map(({ instance, waits = [] }) => [instance, ...waits.map(({ kind }) => kind)]);
    expect(waiting).toEqual([
      ['namesrv-node1', 'registrations'],
      ['namesrv-node2', 'registrations'],
      ['broker-a-s', 'replication'],
      ['broker-a', 'replication'],
      ['broker-b-s', 'replication'],
      ['broker-b', 'replication'],
    ]);
    expect(steps.find(({ instance }) => instance === 'broker-a-s')?.waits).toMatchObject([
      { kind: 'replication', master: { instance: 'broker-a' }, haPort: 10912 },
    ]);
  });

  test('of a broker: the slave before its master, and no name server', () => {
    const all = hosts();
    expect(told(toRestart(all, calm), all, named('broker-a', 'broker-a-s'))).toEqual([
      'restart broker-a-s',
      'restart broker-a < broker-a-s',
    ]);
  });

  test('of one touches no other', () => {
    const all = hosts({ 'broker-a-s': DOWN });
    expect(told(toRestart(all, calm), all, named('broker-a'))).toEqual(['restart broker-a']);
  });
});

describe('destroy', () => {
  const options = { force: false, purgeStore: false };
  const gone = (
    all: readonly OperatedHost[],
    purgeStore: boolean,
    selected: ResourceFilter = any,
  ): string[] => {
    const { resources } = toDestroy(all, selected, { ...options, purgeStore });
    return plan(resources, observed(all)).steps.map(keyOf);
  };

  test('processes first, the manifest last, and what is in the home goes with it', () => {
    const steps = gone(hosts(), false).filter((line) => line.startsWith('node1 '));
    expect(steps.at(-1)).toBe('node1 manifest:rocketmq-cluster');
    const at = (part: string): number => steps.findIndex((line) => line.includes(part));
    expect(at('service:')).toBe(0);
    expect(at('release:')).toBeGreaterThan(at('service:'));
    expect(at('unit:')).toBeGreaterThan(at('service:'));
    expect(steps.filter((line) => line.includes('.properties'))).toEqual([]);
    for (const kind of [
      'block:/etc/hosts',
      'firewall:',
      'file:/etc/profile.d',
      'directory:/var/log/rocketmq/',
    ])
      expect(at(kind)).toBeGreaterThanOrEqual(0);
  });

  test('stores stay, and their owner with them; they are told', () => {
    const all = hosts();
    const { kept } = toDestroy(all, any, options);
    expect(kept.map(({ host, name }) => `${host} ${name}`)).toEqual([
      'node1 /usr/local/rocketmq/store/broker-a',
      'node1 /usr/local/rocketmq/store/broker-b-s',
      'node2 /usr/local/rocketmq/store/broker-a-s',
      'node2 /usr/local/rocketmq/store/broker-b',
    ]);
    expect(gone(all, false).filter((line) => /store|user:/.test(line))).toEqual([]);
  });

  test('--purge-store takes the stores and the user that rmqctl made', () => {
    const lines = gone(hosts(), true);
    expect(lines).toContain('node1 directory:/usr/local/rocketmq/store/broker-a');
    expect(lines).toContain('node2 user:rocketmq');
    const user = lines.indexOf('node1 user:rocketmq');
    expect(user).toBeGreaterThan(lines.indexOf('node1 directory:/usr/local/rocketmq/store/broker-a'));
  });

  test('the user stays where another cluster is', () => {
    expect(gone(hosts({}, true), true).filter((line) => line.includes('user:'))).toEqual([]);
  });

  test('of one instance takes what is its alone', () => {
    const lines = gone(hosts(), false, named('broker-a'));
    expect(lines).toContain('node1 service:rocketmq-cluster-broker-a.service');
    expect(lines.filter((line) => !line.includes('broker-a'))).toEqual([]);
  });

  test('twice: nothing to do', () => {
    const nothing = (each: Resource): string => (each.kind === 'service' ? 'pid=0\n' : '');
    const all = hosts().map(({ resources, shared }) => ({
      resources,
      shared,
      observations: new Map(
        resources.map((each) => [keyOf(each), kindNamed(each.kind).parse(nothing(each), subjectOf(each))]),
      ),
    }));
    expect(gone(all, false)).toEqual([]);
    expect(gone(all, true)).toEqual([]);
  });
});
