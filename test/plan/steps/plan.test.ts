import { describe, expect, test } from 'vitest';
import { idOf, keyOf } from '../../../src/model/resource-address.ts';
import { plan, type Plan } from '../../../src/plan/steps/plan.ts';
import { kindNamed } from '../../../src/resources/registry.ts';
import { subjectOf, type PresentResource, type Resource } from '../../../src/resources/resource.ts';
import { wanted } from '../../sample/desired.ts';
import { SMALLEST } from '../../sample/inventories.ts';

/** Resources made by hand: services by host and name, and files. */
function service(
  key: string,
  needs: readonly string[] = [],
  over: Partial<PresentResource> = {},
): PresentResource {
  const [host = '', name = ''] = key.split(' ');
  const ready = { ports: [], logged: [], console: '', evidence: [] };
  const supervised = { instance: name, unit: `${name}.service`, startScript: '', pidFile: '', user: '' };
  const desired = { ...supervised, supervisor: 'nohup', digest: 'new', restartMark: '', timeout: 1, ready };
  return {
    host,
    kind: 'service',
    name,
    instance: name,
    intent: 'present',
    desired,
    needs: needs.map(longKey),
    inputs: [],
    ...over,
  };
}

function file(key: string, over: Partial<PresentResource> = {}): PresentResource {
  const [host = '', path = ''] = key.split(' ');
  const desired = { path, content: 'x\n', mode: '644', owner: '' };
  return {
    host,
    kind: 'file',
    name: path,
    intent: 'present',
    desired,
    needs: [],
    inputs: [],
    ...over,
  };
}

/** A directory in the release's home. */
const inHome = (path: string): PresentResource => ({
  ...file(`n1 ${path}`),
  kind: 'directory',
  desired: { path, mode: '755', owner: '', made: '/var/lib/rmqctl/made' },
  inputs: ['n1 release:/home'],
  home: '/home',
});

/** The same, of an instance that the inventory no longer has. */
function departed(resource: PresentResource): Resource {
  const { desired: ref, ...rest } = { ...resource, instance: 'old' };
  return { ...rest, intent: 'absent', ref };
}

const longKey = (short: string): string => short.replace(' ', short.includes(' /') ? ' file:' : ' service:');

const DOWN = 'pid=0\nenabled=yes\n';
const OUTDATED = 'pid=7\nenabled=yes\ndigest=old\n';
const RUNS = 'pid=7\nenabled=yes\ndigest=new\n';

/** A plan from what each resource's probe printed; by default nothing, as on an empty host. */
function planned(resources: readonly Resource[], outputs: Readonly<Record<string, string>>, rest = ''): Plan {
  const observations = new Map(
    resources.map((resource) => {
      const { host, kind, name } = resource;
      return [
        keyOf(resource),
        kindNamed(kind).parse(outputs[`${host} ${name}`] ?? rest, subjectOf(resource)),
      ] as const;
    }),
  );
  return plan(resources, observations);
}

const told = ({ steps }: Plan): string[] =>
  steps.map(({ host, name, action, needs }) => {
    const short = (key: string): string => key.replace(/ (service|file):/, ' ');
    return `${action} ${host} ${name}${needs.length === 0 ? '' : ` < ${needs.map(short).join(', ')}`}`;
  });

describe('needs', () => {
  const chain = [
    file('n /a'),
    file('n /b', { needs: ['n file:/a'] }),
    file('n /c', { needs: ['n file:/b'] }),
  ];

  test('pass through what does not change', () => {
    expect(told(planned(chain, { 'n /b': '644 me:us\nx\n' }))).toEqual(['create n /a', 'create n /c < n /a']);
  });

  test('come before what needs them, whatever the order they are given in', () => {
    const { steps } = planned(chain.toReversed(), {});
    expect(steps.map(idOf)).toEqual(['file:/a', 'file:/b', 'file:/c']);
  });

  test('on a host that could not be looked at are kept, so that the walk blocks on them', () => {
    const broker = service('n broker', ['lost namesrv']);
    expect(told(planned([broker], { 'n broker': DOWN }))).toEqual(['start n broker < lost namesrv']);
    expect(planned([broker], { 'n broker': RUNS }).steps).toEqual([]);
  });

  test('in a circle are a bug', () => {
    const circle = [file('n /a', { needs: ['n file:/b'] }), file('n /b', { needs: ['n file:/a'] })];
    expect(() => planned(circle, {})).toThrow('needs itself');
  });
});

describe('inputs', () => {
  test('that change make what is made of them change too', () => {
    const resources = [file('n /a'), service('n broker', ['n /a'], { inputs: ['n file:/a'] })];
    expect(told(planned(resources, { 'n broker': RUNS }))).toEqual([
      'create n /a',
      'restart n broker < n /a',
    ]);
    expect(told(planned(resources, { 'n broker': RUNS, 'n /a': '644 me:us\nx\n' }))).toEqual([]);
  });

  test('leave a mark before they are replaced, while what is not marked leaves none', () => {
    const { steps } = planned([file('n /a', { marks: ['/s/broker-a'] }), file('n /b')], {});
    expect(steps.map(({ apply }) => apply.text.includes('/s/broker-a'))).toEqual([true, false]);
    expect(steps[0]?.apply.text.indexOf('/s/broker-a')).toBeLessThan(steps[0]!.apply.text.indexOf('put /a'));
  });
});

describe('the order of processes', () => {
  const servers = ['n1 ns1', 'n2 ns2'];
  const cluster = [
    service('n1 ns1'),
    service('n2 ns2'),
    service('n1 a', servers),
    service('n2 a-s', [...servers, 'n1 a']),
    service('n2 b', servers),
    service('n1 b-s', [...servers, 'n2 b']),
  ];
  const keys = cluster.map(({ host, name }) => `${host} ${name}`);
  const all = (output: string): Record<string, string> =>
    Object.fromEntries(keys.map((key) => [key, output]));

  test('at the first start: name servers, masters, slaves, side by side', () => {
    expect(told(planned(cluster, {}, DOWN))).toEqual([
      'start n1 ns1',
      'start n2 ns2',
      'start n1 a < n1 ns1, n2 ns2',
      'start n2 a-s < n1 ns1, n2 ns2, n1 a',
      'start n2 b < n1 ns1, n2 ns2',
      'start n1 b-s < n1 ns1, n2 ns2, n2 b',
    ]);
  });

  test('of restarts: one at a time, name servers first, each slave before its master', () => {
    expect(told(planned(cluster, all(OUTDATED)))).toEqual([
      'restart n1 ns1',
      'restart n2 ns2 < n1 ns1',
      'restart n2 a-s < n2 ns2',
      'restart n1 a < n2 a-s',
      'restart n1 b-s < n1 a',
      'restart n2 b < n1 b-s',
    ]);
  });

  test.each([
    ['one slave', { 'n2 a-s': OUTDATED }, ['restart n2 a-s']],
    ['one master, without its slave', { 'n1 a': OUTDATED }, ['restart n1 a']],
    ['a name server, which nobody waits for', { 'n1 ns1': OUTDATED }, ['restart n1 ns1']],
    [
      'a master whose slave is down: the slave comes first',
      { 'n1 a': OUTDATED, 'n2 a-s': DOWN },
      ['start n2 a-s', 'restart n1 a < n2 a-s'],
    ],
    [
      'a slave whose master is down: the master comes first',
      { 'n1 a': DOWN, 'n2 a-s': OUTDATED },
      ['start n1 a', 'restart n2 a-s < n1 a'],
    ],
    [
      'everything but one that is down: that one is started before any restart',
      { ...all(OUTDATED), 'n2 b': DOWN },
      [
        'start n2 b',
        'restart n1 ns1 < n2 b',
        'restart n2 ns2 < n2 b, n1 ns1',
        'restart n2 a-s < n2 b, n2 ns2',
        'restart n1 a < n2 b, n2 a-s',
        'restart n1 b-s < n2 b, n1 a',
      ],
    ],
  ])('of %s', (_name, outputs, lines) => {
    expect(told(planned(cluster, { ...all(RUNS), ...outputs })).toSorted()).toEqual([...lines].toSorted());
  });

  test('no two members of a broker, and no two name servers, are ever away at once', () => {
    const { steps } = planned(cluster, all(OUTDATED));
    const before = (key: string): Set<string> =>
      new Set(
        (steps.find((step) => keyOf(step) === key)?.needs ?? []).flatMap((need) => [need, ...before(need)]),
      );
    for (const [i, step] of steps.entries()) expect(before(keyOf(step)).size).toBe(i);
  });

  test('what is unwanted is stopped before anything starts, and its files go after it', () => {
    const resources = [
      ...cluster.slice(0, 1),
      service('n1 new', ['n1 ns1']),
      departed(file('n2 /old.conf')),
      departed(service('n2 old')),
    ];
    const outputs = { 'n1 ns1': OUTDATED, 'n1 new': DOWN, 'n2 old': RUNS, 'n2 /old.conf': '644 me:us\nx\n' };
    expect(told(planned(resources, outputs)).toSorted()).toEqual([
      'delete n2 /old.conf < n2 old',
      'restart n1 ns1 < n2 old, n1 new',
      'start n1 new < n2 old',
      'stop n2 old',
    ]);
  });

  test('what is unwanted and down already stands in nobody’s way', () => {
    const resources = [...cluster.slice(0, 1), departed(service('n2 old'))];
    expect(told(planned(resources, { 'n1 ns1': OUTDATED, 'n2 old': 'pid=0\n' }))).toEqual(['restart n1 ns1']);
  });
});

describe('what is selected', () => {
  const cluster = [
    file('n1 /ns.conf'),
    service('n1 ns', ['n1 /ns.conf'], { inputs: ['n1 file:/ns.conf'] }),
    file('n1 /a.conf', { instance: 'a' }),
    service('n1 a', ['n1 ns', 'n1 /a.conf'], { inputs: ['n1 file:/a.conf'] }),
    service('n2 a-s', ['n1 ns', 'n1 a']),
    service('n2 b', ['n1 ns']),
  ];
  const select = (name: string, outputs: Record<string, string>): string[] => {
    const whole = new Map(
      cluster.map((resource) => {
        const { host, kind, name: own } = resource;
        return [
          keyOf(resource),
          kindNamed(kind).parse(outputs[`${host} ${own}`] ?? '', subjectOf(resource)),
        ] as const;
      }),
    );
    return told(plan(cluster, whole, ({ instance }) => instance === name));
  };
  const there = '644 me:us\nx\n';
  const old = { 'n1 ns': OUTDATED, 'n1 a': OUTDATED, 'n2 a-s': OUTDATED, 'n2 b': OUTDATED };

  test('brings what it needs that is not there', () => {
    expect(select('a-s', { 'n2 b': DOWN })).toEqual([
      'create n1 /ns.conf',
      'start n1 ns < n1 /ns.conf',
      'create n1 /a.conf',
      'start n1 a < n1 ns, n1 /a.conf',
      'start n2 a-s < n1 ns, n1 a',
    ]);
  });

  test('leaves alone what runs, though it is to be restarted too', () => {
    expect(select('b', { 'n1 /ns.conf': there, 'n1 /a.conf': there, ...old })).toEqual(['restart n2 b']);
    expect(select('a', { ...old })).toEqual(['create n1 /a.conf', 'restart n1 a < n1 /a.conf']);
  });

  test('is nothing when it is as it should be', () => {
    expect(select('b', { 'n2 b': RUNS })).toEqual([]);
  });
});

test('a plan of real resources is the same text each time, and each step comes after what it needs', () => {
  const make = (): Plan => planned(wanted(SMALLEST), {});
  const { steps } = make();
  expect(JSON.stringify(make())).toBe(JSON.stringify({ steps, unchanged: make().unchanged }));
  const place = new Map(steps.map((step, index) => [keyOf(step), index]));
  for (const [index, step] of steps.entries()) {
    for (const need of step.needs) expect(place.get(need)).toBeLessThan(index);
  }
});

describe('what lies in a home', () => {
  const release: Resource = {
    ...file('n1 /home'),
    kind: 'release',
    desired: { home: '/home', version: '4.9.4', owner: '' },
  };
  const actions = (output: string) => {
    const inside = inHome('/home/conf');
    const observations = new Map<string, unknown>([
      [keyOf(release), kindNamed('release').parse(output, release.desired)],
      [keyOf(inside), kindNamed('directory').parse('755 me:me', inside.desired)],
    ]);
    return plan([release, inside], observations).steps.map((step) => [keyOf(step), step.action]);
  };

  test('is made anew where another release is unpacked, whatever was found, of every kind', () => {
    expect(actions('')).toEqual([
      ['n1 release:/home', 'create'],
      ['n1 directory:/home/conf', 'create'],
    ]);
  });

  test('stays where the release stays', () => {
    expect(actions('4.9.4 abc\n')).toEqual([]);
  });
});
