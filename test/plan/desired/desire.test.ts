import { describe, expect, test } from 'vitest';
import { idOf, keyOf } from '../../../src/model/resource-address.ts';
import { desire } from '../../../src/plan/desired/desire.ts';
import type { Manifest } from '../../../src/plan/memory/manifest.ts';
import { toDestroy } from '../../../src/plan/steps/operations.ts';
import { plan } from '../../../src/plan/steps/plan.ts';
import { kindNamed } from '../../../src/resources/registry.ts';
import { subjectOf, type Resource } from '../../../src/resources/resource.ts';
import { contextOf, wanted } from '../../sample/desired.ts';
import { ACCOUNT, SERVER, siteOf } from '../../sample/hosts.ts';
import { SMALLEST, topologyOf } from '../../sample/inventories.ts';

/** Every resource by its id, with what it needs on its own host and, by key, on others. */
function listing(resources: readonly Resource[]): string {
  return resources
    .map((resource) => {
      const { host, needs } = resource;
      const words = needs.map((need) => (need.startsWith(`${host} `) ? need.slice(host.length + 1) : need));
      return [keyOf(resource), ...words.map((word) => `    ${word}`)].join('\n');
    })
    .join('\n');
}

/** A text in what is wanted. */
function textIn(resource: Resource | undefined, name: string): string {
  const desired = new Map(Object.entries((resource && subjectOf(resource)) ?? {}));
  return String(desired.get(name));
}

describe('what is wanted of the smallest inventory', () => {
  test.each([
    ['as root with systemd', SERVER],
    ['as an ordinary user', ACCOUNT],
  ])('%s', async (name, facts) => {
    await expect(`${listing(wanted(SMALLEST, facts))}\n`).toMatchFileSnapshot(
      `golden/${name.replaceAll(' ', '_')}.txt`,
    );
  });

  test('is the same each time, to the last byte', () => {
    const text = (): string => JSON.stringify(wanted(SMALLEST));
    expect(text()).toBe(text());
  });

  test('has every need among the resources of all hosts, and every key once', () => {
    const resources = wanted(SMALLEST);
    const keys = resources.map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
    const dangling = resources
      .flatMap(({ needs, inputs }) => [...needs, ...inputs])
      .filter((key) => !keys.includes(key));
    expect(dangling).toEqual([]);
  });

  test('starts a slave after its own master and every name server, and no other', () => {
    const slave = wanted(SMALLEST).find(
      ({ instance, kind }) => instance === 'broker-a-s' && kind === 'service',
    );
    expect(slave?.needs.filter((need) => need.includes(' service:'))).toEqual([
      'node1 service:rocketmq-cluster-namesrv-node1.service',
      'node2 service:rocketmq-cluster-namesrv-node2.service',
      'node1 service:rocketmq-cluster-broker-a.service',
    ]);
  });

  test('leaves out what needs root where there is none', () => {
    const kinds = new Set(wanted(SMALLEST, ACCOUNT).map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['manifest', 'release', 'file', 'directory', 'store', 'service']));
    const outside = wanted(SMALLEST, ACCOUNT).flatMap((each) => Object.values(subjectOf(each) ?? {}));
    expect(outside.filter((value) => typeof value === 'string' && value.startsWith('/etc'))).toEqual([]);
  });
});

describe('the digest that a process carries', () => {
  const digestOf = (text: string, instance: string): string => {
    const service = wanted(text).find(
      (resource) => resource.instance === instance && resource.kind === 'service',
    );
    return textIn(service, 'digest');
  };
  const changedBy = (text: string): string[] =>
    ['namesrv-node1', 'broker-a', 'broker-a-s', 'broker-b', 'broker-b-s'].filter(
      (name) => digestOf(text, name) !== digestOf(SMALLEST, name),
    );

  test.each([
    ['a comment', `${SMALLEST}# nothing\n`, []],
    [
      'a property of every broker',
      `${SMALLEST}properties: { fileReservedTime: 24 }\n`,
      ['broker-a', 'broker-a-s', 'broker-b', 'broker-b-s'],
    ],
    [
      'a property of masters',
      `${SMALLEST}masterProperties: { fileReservedTime: 24 }\n`,
      ['broker-a', 'broker-b'],
    ],
    [
      'one heap',
      SMALLEST.replace(
        'broker-a: [node1, node2]',
        'broker-a: { master: { host: node1, heap: 768m }, slaves: [node2] }',
      ),
      ['broker-a'],
    ],
    [
      'another mode',
      SMALLEST.replace('mode: sync', 'mode: async'),
      ['broker-a', 'broker-a-s', 'broker-b', 'broker-b-s'],
    ],
    ['the firewall', `${SMALLEST}firewall: off\n`, []],
  ])('changes with %s for those it concerns', (_name, text, names) => {
    expect(text).not.toBe(SMALLEST);
    expect(changedBy(text)).toEqual(names);
  });
});

describe('what an earlier run left', () => {
  const topology = topologyOf(SMALLEST);
  const contentOf = (resources: readonly Resource[], name: string): Manifest =>
    JSON.parse(
      textIn(
        resources.find((resource) => idOf(resource) === `manifest:${name}`),
        'content',
      ),
    );
  const before = desire(contextOf(topology), siteOf(topology, 'node2'));
  const manifest = JSON.stringify(contentOf(before, 'rocketmq-cluster'));
  const withManifest = (text: string, ...manifests: string[]): Resource[] => {
    const changed = topologyOf(text);
    return desire(contextOf(changed), siteOf(changed, 'node2', { ...SERVER, manifests }));
  };

  test('is nothing when the inventory is the same', () => {
    const again = withManifest(SMALLEST, manifest);
    expect(again).toEqual(before);
  });

  /** Of broker-a-s, when it has left the inventory. */
  const WITHOUT_A = SMALLEST.replace('broker-a: [node1, node2]', 'broker-c: [node1, node2]');
  const LOGS = 'directory:/var/log/rocketmq/broker-a-s';
  const STORE = 'directory:/usr/local/rocketmq/store/broker-a-s';
  const unwantedIn = (resources: readonly Resource[]): string[] =>
    resources.filter((resource) => resource.intent === 'absent').map(idOf);

  test('is stopped and taken away when an instance goes', () => {
    const resources = withManifest(WITHOUT_A, manifest);
    const unwanted = resources.filter(
      (resource) => resource.intent === 'absent' && resource.kind !== 'directory',
    );
    expect(unwanted.map(idOf)).toEqual([
      'file:/usr/local/rocketmq-all-4.9.4-bin-release/conf/2m-2s-sync/broker-a-s.properties',
      'file:/usr/local/rocketmq-all-4.9.4-bin-release/bin/start-broker-a-s.sh',
      'unit:/etc/systemd/system/rocketmq-cluster-broker-a-s.service',
      'service:rocketmq-cluster-broker-a-s.service',
    ]);
    const first = contentOf(resources, 'rocketmq-cluster');
    const last = contentOf(resources, 'rocketmq-cluster (last)');
    const ids = ({ resources: entries }: Manifest): string[] => entries.map(({ id }) => id);
    expect(ids(first)).toEqual(expect.arrayContaining(unwanted.map(idOf)));
    expect(ids(last).filter((id) => unwanted.some((gone) => idOf(gone) === id))).toEqual([]);
    // forgotten only when it is gone
    expect(resources.at(-1)?.needs).toEqual(expect.arrayContaining(unwanted.map(keyOf)));
  });

  test('of its logs and its store stays, and is remembered until the cluster goes: the logs then, the store by name', () => {
    const resources = withManifest(WITHOUT_A, manifest);
    const stores = [STORE, ...['commitlog', 'consumequeue', 'index'].map((name) => `${STORE}/${name}`)];
    const last = contentOf(resources, 'rocketmq-cluster (last)');
    expect(last.resources.map(({ id }) => id)).toEqual(expect.arrayContaining([LOGS, ...stores]));
    // it stays, and so nothing of it is a step; nor does it keep its process from being stopped
    const nothing = new Map(
      resources.map((each) => [keyOf(each), kindNamed(each.kind).parse('', subjectOf(each))]),
    );
    expect(plan(resources, nothing).steps.map(idOf)).not.toContain(LOGS);
    // a later run still knows them, and changes nothing
    const again = withManifest(WITHOUT_A, JSON.stringify(last));
    expect(unwantedIn(again)).toEqual([LOGS, ...stores]);
    expect(contentOf(again, 'rocketmq-cluster')).toEqual(last);

    const observations = new Map(
      again.map((each) => [
        keyOf(each),
        kindNamed(each.kind).parse(each.kind === 'directory' ? '755 x:x\nremovable\n' : '', subjectOf(each)),
      ]),
    );
    expect(
      plan(
        again.filter(({ intent }) => intent === 'absent'),
        observations,
      ).steps,
    ).toEqual([]);
    const gone = (purgeStore: boolean): string[] => {
      const options = { force: false, purgeStore };
      const { resources: going, kept } = toDestroy(
        [{ resources: again, observations, shared: false }],
        () => true,
        options,
      );
      expect(kept.map(idOf).includes(STORE)).toBe(!purgeStore);
      return plan(going, observations).steps.map(idOf);
    };
    expect(gone(false)).toContain(LOGS);
    expect(gone(false)).not.toContain(STORE);
    expect(gone(true)).toEqual(expect.arrayContaining([LOGS, ...stores]));
  });

  test('of its store is forgotten once another cluster has that place', () => {
    const theirs: Manifest = {
      ...JSON.parse(manifest),
      cluster: 'other',
      resources: [],
      claims: { paths: ['/usr/local/rocketmq/store/broker-a-s'], ports: [], aliases: [] },
    };
    const resources = withManifest(WITHOUT_A, manifest, JSON.stringify(theirs));
    expect(unwantedIn(resources).filter((id) => id.startsWith('directory:'))).toEqual([LOGS]);
  });

  test('in the home of another release stays there, so that going back is a restart, and is remembered', () => {
    const upgraded = SMALLEST.replace('4.9.4', '4.9.7');
    const home = 'release:/usr/local/rocketmq-all-4.9.4-bin-release';
    const resources = withManifest(upgraded, manifest);
    expect(resources.filter((resource) => resource.intent === 'absent').map(idOf)).toEqual([home]);
    const remembered = contentOf(resources, 'rocketmq-cluster');
    expect(remembered.resources.filter(({ kind }) => kind === 'release').map(({ id }) => id)).toEqual([
      home.replace('4.9.4', '4.9.7'),
      home,
    ]);
    expect(remembered.claims.paths).toContain('/usr/local/rocketmq-all-4.9.4-bin-release');
    // the third run has the same manifest as the second
    expect(withManifest(upgraded, JSON.stringify(remembered))).toEqual(resources);
    const back = withManifest(SMALLEST, JSON.stringify(remembered));
    expect(back.filter((resource) => resource.intent === 'absent').map(idOf)).toEqual([
      home.replace('4.9.4', '4.9.7'),
    ]);
  });

  test('of an earlier release goes with the cluster, after its processes', () => {
    const resources = withManifest(SMALLEST.replace('4.9.4', '4.9.7'), manifest);
    const found: Readonly<Record<string, string>> = {
      release: '4.9.4 abc',
      service: 'pid=42\nenabled=yes\n',
      manifest: '{}',
    };
    const observations = new Map(
      resources.map((each) => [
        keyOf(each),
        kindNamed(each.kind).parse(found[each.kind] ?? '', subjectOf(each)),
      ]),
    );
    const { resources: gone } = toDestroy([{ resources, observations, shared: false }], () => true, {
      force: false,
      purgeStore: false,
    });
    const ids = plan(gone, observations).steps.map(idOf);
    const at = ids.indexOf('release:/usr/local/rocketmq-all-4.9.4-bin-release');
    expect(at).toBeGreaterThan(ids.findLastIndex((id) => id.startsWith('service:')));
    expect(at).toBeLessThan(ids.indexOf('manifest:rocketmq-cluster'));
  });

  test.each(['', 'not json', '{"format":2}', '[]', 'null', '{"format":1}'])('%j is no manifest', (text) => {
    expect(withManifest(SMALLEST, text).filter((resource) => resource.intent === 'absent')).toEqual([]);
  });

  test('of a kind that this version does not know is left alone', () => {
    const { resources, ...rest }: Manifest = JSON.parse(manifest);
    const strange = JSON.stringify({
      ...rest,
      resources: [...resources, { id: 'moon:/x', kind: 'moon', ref: {} }],
    });
    expect(withManifest(SMALLEST, strange).filter((resource) => resource.intent === 'absent')).toEqual([]);
  });

  test('of ports is not wanted open in the firewall any more', () => {
    const moved = SMALLEST.replace(
      '[node1, node2]\nbrokers',
      '[node1, { host: node2, port: 9900 }]\nbrokers',
    );
    const firewall = withManifest(moved, manifest).find(({ kind }) => kind === 'firewall');
    expect(subjectOf(firewall!)).toMatchObject({ openings: expect.arrayContaining([{ port: 9900 }]) });
    expect(subjectOf(firewall!)).not.toMatchObject({ openings: expect.arrayContaining([{ port: 9876 }]) });
  });

  describe('by another cluster', () => {
    const second = (over: string): string =>
      SMALLEST.replace('cluster: rocketmq-cluster', `cluster: second\n${over}`);
    const paths = 'paths: { home: /opt/second, store: /data/second/store, logs: /data/second/logs }';
    const ports = 'namesrv: [{ host: node1, port: 19876 }, { host: node2, port: 19876 }]';
    const apart = second(`${paths}\naliases: second`)
      .replace('namesrv: [node1, node2]', ports)
      .replace(
        '[node1, node2]',
        '{ master: { host: node1, port: 20911 }, slaves: [{ host: node2, port: 21011 }] }',
      )
      .replace(
        '[node2, node1]',
        '{ master: { host: node2, port: 20911 }, slaves: [{ host: node1, port: 21011 }] }',
      );
    const overlapOf = (text: string): string => {
      try {
        withManifest(text, manifest);
        return '';
      } catch (error) {
        expect(error).toMatchObject({
          code: 'CLUSTER_OVERLAP',
          exit: 3,
          host: 'node2',
          hint: expect.any(String),
        });
        return String(error);
      }
    };

    test.each([
      ['nothing', apart, /^$/],
      [
        'a port',
        apart.replace('20911 }, slaves: [{ host: node1', '10910 }, slaves: [{ host: node1'),
        /: cluster rocketmq-cluster has port 10911$/,
      ],
      [
        'a unit, whose name two clusters can make',
        apart.replace('cluster: second', 'cluster: rocketmq').replace('broker-a:', 'cluster-broker-a:'),
        /: cluster rocketmq-cluster has unit rocketmq-cluster-broker-a-s\.service$/,
      ],
      ['a name', apart.replace('aliases: second', 'aliases: rocketmq'), /alias rocketmq-nameserver1, /],
      [
        'the home',
        apart.replace('home: /opt/second, ', ''),
        /path \/usr\/local\/rocketmq-all-4\.9\.4-bin-release/,
      ],
      [
        'a path in one of theirs',
        apart.replace('/data/second/logs', '/var/log/rocketmq/broker-b/second'),
        /path \/var\/log\/rocketmq\/broker-b\/second/,
      ],
      ['a path around one of theirs', apart.replace('/data/second/store', '/usr/local/rocketmq'), /^$/],
      [
        'a name that only begins the same',
        apart.replace('/opt/second', '/usr/local/rocketmq-all-4.9.4-bin-release2'),
        /^$/,
      ],
      ['everything', second(''), /path .*port 9876, .*alias /],
    ])('which has %s of this one', (_name, text, message) => {
      expect(overlapOf(text)).toMatch(message);
    });

    test('of which nothing is taken away', () => {
      expect(withManifest(apart, manifest).filter((resource) => resource.intent === 'absent')).toEqual([]);
    });
  });
});
