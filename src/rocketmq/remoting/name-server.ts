/** Requests to a name server. */

import type { CallOptions, RemotingClient } from './client.ts';
import { RequestCode, ResponseCode } from './wire/codes.ts';
import type { JsonValue } from './wire/fastjson.ts';
import { invoke, jsonBody } from './invoke.ts';
import { readPropertiesBody } from './wire/properties-body.ts';
import { asInteger, asList, asMap, asObject, asText } from './wire/shape.ts';

/** The brokers of one name: a master (id "0") and its slaves. */
export interface BrokerGroup {
  readonly brokerName: string;
  /** the cluster it registered with; 3.2.6 does not say it here */
  readonly cluster: string | undefined;
  /** broker id, a 64-bit integer in decimal, to `host:port` */
  readonly addresses: ReadonlyMap<string, string>;
}

export interface ClusterInfo {
  /** cluster name to the names of its brokers */
  readonly clusters: ReadonlyMap<string, readonly string[]>;
  readonly brokers: ReadonlyMap<string, BrokerGroup>;
}

/** The queues of a topic on one broker. */
export interface QueueRoute {
  readonly brokerName: string;
  readonly readQueues: number;
  readonly writeQueues: number;
  /** bit 2: readable (4), bit 1: writable (2) */
  readonly perm: number;
}

export interface TopicRoute {
  readonly queues: readonly QueueRoute[];
  readonly brokers: readonly BrokerGroup[];
}

/** What this name server knows of clusters and brokers (GET_BROKER_CLUSTER_INFO). */
export function clusterInfo(client: RemotingClient, options: CallOptions = {}): Promise<ClusterInfo> {
  return invoke(client, {
    ...options,
    request: { code: RequestCode.GET_BROKER_CLUSTER_INFO },
    read: (response) => {
      const body = asObject(jsonBody(response), 'body');
      return {
        clusters: asMap(body['clusterAddrTable'] ?? {}, 'clusterAddrTable', readNames),
        brokers: asMap(body['brokerAddrTable'] ?? {}, 'brokerAddrTable', readGroup),
      };
    },
  });
}

/** Where a topic's queues are (GET_ROUTEINFO_BY_TOPIC), or undefined when this name server knows no such topic. */
export function route(
  client: RemotingClient,
  topic: string,
  options: CallOptions = {},
): Promise<TopicRoute | undefined> {
  return invoke(client, {
    ...options,
    request: { code: RequestCode.GET_ROUTEINFO_BY_TOPIC, extFields: { topic } },
    accept: [ResponseCode.SUCCESS, ResponseCode.TOPIC_NOT_EXIST],
    read: (response) => {
      if (response.code === ResponseCode.TOPIC_NOT_EXIST) return undefined;
      const body = asObject(jsonBody(response), 'body');
      return {
        queues: asList(body['queueDatas'], 'queueDatas').map(readQueues),
        brokers: asList(body['brokerDatas'], 'brokerDatas').map((item) => readGroup(item, 'brokerDatas')),
      };
    },
  });
}

/** The running configuration of a name server, key to value (GET_NAMESRV_CONFIG, since 4.0.0). */
export function nameServerConfig(
  client: RemotingClient,
  options: CallOptions = {},
): Promise<ReadonlyMap<string, string>> {
  return invoke(client, {
    ...options,
    request: { code: RequestCode.GET_NAMESRV_CONFIG },
    read: (response) => readPropertiesBody(response.body),
  });
}

function readNames(value: JsonValue, place: string): readonly string[] {
  return asList(value, place).map((name) => asText(name, place));
}

function readGroup(value: JsonValue, place: string): BrokerGroup {
  const group = asObject(value, place);
  const cluster = group['cluster'] ?? undefined;
  return {
    brokerName: asText(group['brokerName'], `${place}.brokerName`),
    cluster: cluster === undefined ? undefined : asText(cluster, `${place}.cluster`),
    addresses: asMap(group['brokerAddrs'], `${place}.brokerAddrs`, asText),
  };
}

function readQueues(value: JsonValue): QueueRoute {
  const queues = asObject(value, 'queueDatas');
  return {
    brokerName: asText(queues['brokerName'], 'queueDatas.brokerName'),
    readQueues: asInteger(queues['readQueueNums'], 'queueDatas.readQueueNums'),
    writeQueues: asInteger(queues['writeQueueNums'], 'queueDatas.writeQueueNums'),
    perm: asInteger(queues['perm'], 'queueDatas.perm'),
  };
}
