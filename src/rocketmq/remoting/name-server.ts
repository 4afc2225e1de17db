/** Requests to a name server. */

import { RequestCode } from './wire/codes.ts';
import type { JsonValue } from './wire/fastjson.ts';
import { invoking, jsonBody, readPropertiesBody } from './invoke.ts';
import { asList, asMap, asObject, asText } from './wire/shape.ts';

/** The brokers of one name: a master (id "0") and its slaves. */
interface BrokerGroup {
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

/** The clusters and brokers that a name server knows (GET_BROKER_CLUSTER_INFO). */
export const clusterInfo = invoking(RequestCode.GET_BROKER_CLUSTER_INFO, (response): ClusterInfo => {
  const body = asObject(jsonBody(response), 'body');
  return {
    clusters: asMap(body['clusterAddrTable'] ?? {}, 'clusterAddrTable', readNames),
    brokers: asMap(body['brokerAddrTable'] ?? {}, 'brokerAddrTable', readGroup),
  };
});

/** The running configuration of a name server, key to value (GET_NAMESRV_CONFIG, since 4.0.0). */
export const nameServerConfig = invoking(RequestCode.GET_NAMESRV_CONFIG, ({ body }) =>
  readPropertiesBody(body),
);

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
