import { describe, expect, it } from 'vitest';
import {
  brokerProperties as propertiesOf,
  namesrvProperties,
} from '../../../src/rocketmq/configuration/required-properties.ts';
import type { BrokerMember } from '../../../src/model/instance.ts';
import type { Properties } from '../../../src/model/property.ts';
import type { Mode } from '../../../src/model/topology.ts';
import { type Release, releaseOf } from '../../../src/rocketmq/releases.ts';
import { instanceOf } from '../../sample/instance.ts';
import { reveal } from '../../../src/redaction/secret.ts';
import { withoutOrigins } from '../../sample/properties.ts';

/** A member of a broker, flat. */
interface BrokerInputs {
  readonly mode: Mode;
  readonly release: Release;
  readonly broker: BrokerMember;
  readonly replicas: number;
}

function brokerProperties({ mode, release, broker, replicas }: BrokerInputs): Properties {
  const instance = instanceOf({ broker, port: 10911, address: '10.0.0.1', haAddress: '10.1.0.1' });
  const instances = Array.from({ length: replicas }, () => instance);
  const topology = { cluster: 'rocketmq-cluster', mode, instances };
  const nameServers = ['rocketmq-nameserver1:9876', 'rocketmq-nameserver2:9876'];
  return propertiesOf(
    { instance, topology, release, nameServers },
    broker,
    '/usr/local/rocketmq/store/broker-a',
  );
}

const MASTER: BrokerInputs = {
  mode: 'sync',
  release: releaseOf('4.9.4'),
  broker: { name: 'broker-a', id: 0, kind: 'master' },
  replicas: 2,
};
const SLAVE: BrokerInputs = { ...MASTER, broker: { name: 'broker-a', id: 1, kind: 'slave' } };
const FIVE = { release: releaseOf('5.5.0') };

function value(inputs: BrokerInputs, key: string): string | undefined {
  const found = brokerProperties(inputs)[key];
  return found === undefined ? found : reveal(found.value);
}

describe('the properties of a broker', () => {
  it('are these, in this order', () => {
    expect(Object.entries(withoutOrigins(brokerProperties(MASTER)))).toEqual([
      ['brokerClusterName', 'rocketmq-cluster'],
      ['brokerName', 'broker-a'],
      ['brokerId', '0'],
      ['brokerRole', 'SYNC_MASTER'],
      ['listenPort', '10911'],
      ['brokerIP1', '10.0.0.1'],
      ['brokerIP2', '10.1.0.1'],
      ['namesrvAddr', 'rocketmq-nameserver1:9876;rocketmq-nameserver2:9876'],
      ['storePathRootDir', '/usr/local/rocketmq/store/broker-a'],
      ['storePathCommitLog', '/usr/local/rocketmq/store/broker-a/commitlog'],
      ['flushDiskType', 'SYNC_FLUSH'],
    ]);
  });

  it.each<[string, BrokerInputs, string, string]>([
    ['sync master', MASTER, 'SYNC_MASTER', 'SYNC_FLUSH'],
    ['sync slave', SLAVE, 'SLAVE', 'ASYNC_FLUSH'],
    ['async master', { ...MASTER, mode: 'async' }, 'ASYNC_MASTER', 'ASYNC_FLUSH'],
    ['async slave', { ...SLAVE, mode: 'async' }, 'SLAVE', 'ASYNC_FLUSH'],
    ['one of several masters', { ...MASTER, mode: 'masters' }, 'ASYNC_MASTER', 'ASYNC_FLUSH'],
    ['single', { ...MASTER, mode: 'single' }, 'ASYNC_MASTER', 'ASYNC_FLUSH'],
  ])('%s', (_, inputs, role, flush) => {
    expect(value(inputs, 'brokerRole')).toBe(role);
    expect(value(inputs, 'flushDiskType')).toBe(flush);
  });

  it.each<[string, BrokerInputs, string | undefined, string | undefined, string | undefined]>([
    ['4.9.4 sync master', MASTER, undefined, undefined, undefined],
    ['4.9.4 sync slave', SLAVE, undefined, undefined, undefined],
    ['5.5.0 sync master', { ...MASTER, ...FIVE }, '2', '2', undefined],
    ['5.5.0 sync slave', { ...SLAVE, ...FIVE }, '2', '2', 'true'],
    ['5.5.0 sync master of three', { ...MASTER, ...FIVE, replicas: 3 }, '3', '2', undefined],
    ['5.5.0 async master', { ...MASTER, ...FIVE, mode: 'async' }, undefined, undefined, undefined],
    ['5.5.0 async slave', { ...SLAVE, ...FIVE, mode: 'async' }, undefined, undefined, 'true'],
  ])('%s: total, in sync, readable', (_, inputs, ...[total, inSync, readable]) => {
    expect(value(inputs, 'totalReplicas')).toBe(total);
    expect(value(inputs, 'inSyncReplicas')).toBe(inSync);
    expect(value(inputs, 'slaveReadEnable')).toBe(readable);
  });

  it('say why each is set', () => {
    for (const { origin } of Object.values(brokerProperties({ ...SLAVE, ...FIVE })))
      expect(origin).toEqual({ rmqctl: expect.stringMatching(/^\w.*[^.]$/) });
  });
});

describe('the properties of a name server', () => {
  it('keep its state apart from that of others', () => {
    expect(withoutOrigins(namesrvProperties(9877, '/l/namesrv-b'))).toEqual({
      listenPort: '9877',
      kvConfigPath: '/l/namesrv-b/kvConfig.json',
    });
  });
});
