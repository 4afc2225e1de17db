import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { idOf } from '../../../src/model/resource-address.ts';
import { desire } from '../../../src/plan/desired/desire.ts';
import { kindNamed } from '../../../src/resources/registry.ts';
import { isManifest } from '../../../src/resources/manifest.ts';
import type { Resource } from '../../../src/resources/resource.ts';
import { contextOf } from '../../sample/desired.ts';
import { SERVER, siteOf } from '../../sample/hosts.ts';
import { SMALLEST, topologyOf } from '../../sample/inventories.ts';

/**
 * Manifests as the build of commit b13fed9 wrote them for node2 of the smallest inventory (fixtures/, laid out anew). They are on
 * hosts, and every later build has to read them, and to leave them as they are where nothing has changed.
 */

describe.each([
  [
    'systemd',
    ['systemd'],
    [
      'service:rocketmq-cluster-broker-a-s.service',
      'unit:/etc/systemd/system/rocketmq-cluster-broker-a-s.service',
    ],
  ],
  ['nohup', [], ['service:rocketmq-cluster-broker-a-s.service']],
])('a manifest of an earlier build, with %s', (name, supervisors, own) => {
  const file = new URL(`fixtures/${name}.json`, import.meta.url);
  const text = `${JSON.stringify(JSON.parse(readFileSync(file, 'utf8')))}\n`;
  const wanted = (inventory: string): Resource[] => {
    const topology = topologyOf(inventory);
    const facts = { ...SERVER, supervisors, manifests: [text] };
    return desire(contextOf(topology), siteOf(topology, 'node2', facts));
  };

  test('is left as it is, to the last byte, by a cluster that has not changed', () => {
    const resources = wanted(SMALLEST);
    const manifests = resources.filter(isManifest);
    expect(manifests.map(({ desired }) => desired.content)).toEqual([text]);
    expect(manifests.map(({ kind, desired }) => kindNamed(kind).diff(desired, text, []))).toEqual([
      undefined,
    ]);
    expect(resources.filter(({ intent }) => intent !== 'present')).toEqual([]);
  });

  test('knows what an instance that left had on the host', () => {
    const left = wanted(SMALLEST.replace(/^ *broker-a:.*\n/m, ''));
    const gone = left.filter(({ intent }) => intent === 'absent');
    expect(gone.map(idOf)).toEqual(
      expect.arrayContaining([
        ...own,
        'file:/usr/local/rocketmq-all-4.9.4-bin-release/bin/start-broker-a-s.sh',
        'directory:/var/log/rocketmq/broker-a-s',
        'directory:/usr/local/rocketmq/store/broker-a-s',
      ]),
    );
    const stopped = gone.find(({ kind }) => kind === 'service');
    expect(stopped).toMatchObject({ ref: { instance: 'broker-a-s', supervisor: name, user: 'rocketmq' } });
  });
});
