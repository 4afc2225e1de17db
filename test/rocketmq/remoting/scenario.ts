import { expect } from 'vitest';
import type { RemotingClient } from '../../../src/rocketmq/remoting/client.ts';
import { ResponseCode } from '../../../src/rocketmq/remoting/wire/codes.ts';
import { RemotingRefused } from '../../../src/rocketmq/remoting/faults.ts';
import * as ask from './requests.ts';
import { compareVersions } from '../../../src/model/version.ts';

export type Server = 'namesrv' | 'master' | 'slave';

export interface Exchange<T> {
  /** unique in the scenario: the exchange's name in the fixture */
  readonly name: string;
  readonly of: Server;
  readonly run: (client: RemotingClient) => Promise<T>;
  /** servers do some things a little later: asked again until this holds */
  readonly until?: (result: T) => boolean;
}

/** Runs one exchange, against a server or against what was captured of one, and gives its result. */
export type Ask = <T>(exchange: Exchange<T>) => Promise<T>;

const TOPIC = 'RMQCTL_PROBE';
const QUEUE = { topic: TOPIC, queueId: 0 };
const BODY = Buffer.from('probe \u00e9');
const BORN = 1_700_000_000_000;

/** Every typed request, against a name server and a master with one slave whose stores are new. */
export async function scenario(release: string, send: Ask): Promise<void> {
  await lookAround(release, send);
  await makeTopic(send);
  const place = await exchangeMessage(send);
  await readReplica(release, send, place);
  await beRefused(release, send);
  await removeTopic(send);
}

async function lookAround(release: string, send: Ask): Promise<void> {
  const isComplete = (info: ask.ClusterInfo): boolean => info.brokers.get('broker-a')?.addresses.size === 2;
  const cluster = await send({
    name: 'cluster info',
    of: 'namesrv',
    run: ask.clusterInfo,
    until: isComplete,
  });
  expect(cluster.clusters).toEqual(new Map([['TestCluster', ['broker-a']]]));
  const group = cluster.brokers.get('broker-a');
  expect(group?.cluster).toBe(release === '3.2.6' ? undefined : 'TestCluster');
  expect([...(group?.addresses.keys() ?? [])]).toEqual(['0', '1']);
  expect(group?.addresses.get('0')).toMatch(/^127\.0\.0\.1:\d+$/);

  // In its first second a broker has no samples yet, and refuses.
  const isSampled = (info: ReadonlyMap<string, string>): boolean => info.size > 0;
  const runtime = await send({ name: 'runtime info', of: 'master', run: ask.runtimeInfo, until: isSampled });
  // The 3.2.6 that was released calls itself a snapshot.
  const version = release === '3.2.6' ? 'V3_2_6_SNAPSHOT' : `V${release.replaceAll('.', '_')}`;
  expect(runtime.get('brokerVersionDesc')).toBe(version);
  expect(runtime.get('commitLogMaxOffset')).toMatch(/^\d+$/);
  const config = await send({ name: 'broker config', of: 'master', run: ask.brokerConfig });
  expect(config.get('brokerClusterName')).toBe('TestCluster');
  expect(config.get('brokerRole')).toBe('ASYNC_MASTER');
  if (compareVersions(release, '4.0.0') < 0) return;
  const nameServer = await send({ name: 'name server config', of: 'namesrv', run: ask.nameServerConfig });
  expect(nameServer.get('listenPort')).toMatch(/^\d+$/);
}

async function makeTopic(send: Ask): Promise<void> {
  const settings = { topic: TOPIC, readQueues: 2, writeQueues: 1 };
  await send({ name: 'create topic', of: 'master', run: (client) => ask.createTopic(client, settings) });
}

async function exchangeMessage(send: Ask): Promise<bigint> {
  const message = {
    ...QUEUE,
    producerGroup: 'PG',
    body: BODY,
    bornTimestamp: BORN,
    properties: { KEYS: 'k1' },
  };
  const sent = await send({ name: 'send', of: 'master', run: (client) => ask.sendMessage(client, message) });
  expect(sent).toMatchObject({ status: 'stored', queueId: 0, queueOffset: 0n });
  const place = ask.offsetInMessageId(sent.messageId);
  expect(place).toBe(0n);

  const isCounted = (offset: bigint): boolean => offset > 0n;
  const nextOffset = await send({
    name: 'max offset',
    of: 'master',
    run: (client) => ask.maxOffset(client, QUEUE),
    until: isCounted,
  });
  expect(nextOffset).toBe(1n);
  return place;
}

async function readReplica(release: string, send: Ask, physicalOffset: bigint): Promise<void> {
  const view = (client: RemotingClient): Promise<{ body: Buffer } | RemotingRefused> =>
    ask.viewMessage(client, { topic: TOPIC, physicalOffset }).catch(refusal);
  const isThere = (result: object): boolean => !(result instanceof RemotingRefused);
  expect(await send({ name: 'view', of: 'master', run: view })).toMatchObject({
    ...QUEUE,
    queueOffset: 0n,
    body: BODY,
  });
  const replica = await send({ name: 'view on the slave', of: 'slave', run: view, until: isThere });
  expect(replica).toMatchObject({ topic: TOPIC, body: BODY, physicalOffset });
  if (compareVersions(release, '5.0.0') < 0) return;
  const isCaughtUp = (status: ask.HaStatus): boolean => status.slaves[0]?.behind === 0n;
  const master = await send({ name: 'HA status', of: 'master', run: ask.haStatus, until: isCaughtUp });
  expect(master.slaves).toHaveLength(1);
  expect(master.slaves[0]).toMatchObject({ inSync: true, behind: 0n, ackOffset: expect.any(BigInt) });
  const slave = await send({ name: 'HA status of the slave', of: 'slave', run: ask.haStatus });
  expect(slave.slaves).toEqual([]);
}

async function beRefused(release: string, send: Ask): Promise<void> {
  const lost = { topic: TOPIC, physicalOffset: 99_999_999n };
  const view = (client: RemotingClient): Promise<unknown> => ask.viewMessage(client, lost).catch(refusal);
  const nothing = await send({ name: 'view nothing', of: 'master', run: view });
  expect(nothing).toMatchObject({ code: 'REMOTING_REFUSED', responseCode: ResponseCode.SYSTEM_ERROR });
  expect(nothing).toHaveProperty('message', expect.stringContaining('can not find message by the offset'));
  const stray = { topic: 'NO_TOPIC', queueId: 0, producerGroup: 'PG', body: BODY, bornTimestamp: BORN };
  const sendStray = (client: RemotingClient): Promise<unknown> =>
    ask.sendMessage(client, stray).catch(refusal);
  const refused = await send({ name: 'send to no topic', of: 'master', run: sendStray });
  expect(refused).toMatchObject({ responseCode: ResponseCode.TOPIC_NOT_EXIST });
  // 3.2.6 leaves a request that it does not know without an answer.
  if (compareVersions(release, '4.0.0') < 0) return;
  const unknown = await send({
    name: 'unknown request',
    of: 'master',
    run: (client) => client.request({ code: 9999 }),
  });
  expect(unknown.code).toBe(ResponseCode.REQUEST_CODE_NOT_SUPPORTED);
}

async function removeTopic(send: Ask): Promise<void> {
  await send({
    name: 'delete in broker',
    of: 'master',
    run: (client) => ask.deleteTopicInBroker(client, TOPIC),
  });
  const inNameServer = (client: RemotingClient): Promise<void> => ask.deleteTopicInNameServer(client, TOPIC);
  await send({ name: 'delete in name server', of: 'namesrv', run: inNameServer });
}

/** A refusal as a result, any other failure as it is. */
function refusal(error: unknown): RemotingRefused {
  if (error instanceof RemotingRefused) return error;
  throw error;
}
