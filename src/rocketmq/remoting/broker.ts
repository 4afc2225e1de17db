/** Requests about a broker itself. */

import type { CallOptions, RemotingClient } from './client.ts';
import { RequestCode } from './wire/codes.ts';
import type { JsonValue } from './wire/fastjson.ts';
import { invoke, jsonBody } from './invoke.ts';
import { readPropertiesBody } from './wire/properties-body.ts';
import { asFlag, asInt64, asInteger, asList, asMap, asObject, asText } from './wire/shape.ts';

/** A slave as its master sees it; offsets and sizes in bytes of the commit log. */
export interface SlaveStatus {
  /** address and port the slave's connection comes from */
  readonly address: string;
  readonly ackOffset: bigint;
  /** how far it is behind the master */
  readonly behind: bigint;
  readonly inSync: boolean;
  readonly bytesPerSecond: bigint;
}

export interface HaStatus {
  /** whether the answering broker is the master */
  readonly master: boolean;
  readonly masterMaxOffset: bigint;
  readonly inSyncSlaves: number;
  /** of a master: its connected slaves */
  readonly slaves: readonly SlaveStatus[];
  /** of a slave: the master's HA address it is connected to, when it is */
  readonly connectedTo: string | undefined;
}

/**
 * Counters and state of a running broker, such as commitLogMaxOffset, putTps and brokerVersionDesc, all as text
 * (GET_BROKER_RUNTIME_INFO). In the first second or so after its start a 3.x or 4.x broker refuses it with SYSTEM_ERROR and
 * "java.util.NoSuchElementException", having no samples yet: ask again.
 */
export function runtimeInfo(
  client: RemotingClient,
  options: CallOptions = {},
): Promise<ReadonlyMap<string, string>> {
  return invoke(client, {
    ...options,
    request: { code: RequestCode.GET_BROKER_RUNTIME_INFO },
    read: (response) => asMap(asObject(jsonBody(response), 'body')['table'], 'table', asText),
  });
}

/**
 * The configuration a broker runs with, key to value. Keys the broker does not know come back as its file has them, so a
 * wrong value shows here, a misspelt key does not (rocketmq: GET_BROKER_CONFIG).
 */
export function brokerConfig(
  client: RemotingClient,
  options: CallOptions = {},
): Promise<ReadonlyMap<string, string>> {
  return invoke(client, {
    ...options,
    request: { code: RequestCode.GET_BROKER_CONFIG },
    read: (response) => readPropertiesBody(response.body),
  });
}

/** The replication state of a broker (GET_BROKER_HA_STATUS, since 5.0.0). */
export function haStatus(client: RemotingClient, options: CallOptions = {}): Promise<HaStatus> {
  return invoke(client, {
    ...options,
    request: { code: RequestCode.GET_BROKER_HA_STATUS },
    read: (response) => {
      const body = asObject(jsonBody(response), 'body');
      const asSlave = body['haClientRuntimeInfo'] ?? undefined;
      return {
        master: asFlag(body['master'], 'master'),
        masterMaxOffset: asInt64(body['masterCommitLogMaxOffset'], 'masterCommitLogMaxOffset'),
        inSyncSlaves: asInteger(body['inSyncSlaveNums'], 'inSyncSlaveNums'),
        slaves: asList(body['haConnectionInfo'], 'haConnectionInfo').map(readSlave),
        connectedTo: asSlave === undefined ? undefined : readMaster(asSlave),
      };
    },
  });
}

function readSlave(value: JsonValue): SlaveStatus {
  const slave = asObject(value, 'haConnectionInfo');
  return {
    address: asText(slave['addr'], 'haConnectionInfo.addr'),
    ackOffset: asInt64(slave['slaveAckOffset'], 'haConnectionInfo.slaveAckOffset'),
    behind: asInt64(slave['diff'], 'haConnectionInfo.diff'),
    inSync: asFlag(slave['inSync'], 'haConnectionInfo.inSync'),
    bytesPerSecond: asInt64(slave['transferredByteInSecond'], 'haConnectionInfo.transferredByteInSecond'),
  };
}

/** A master too has a (blank) haClientRuntimeInfo in some releases, without an address. */
function readMaster(value: JsonValue): string | undefined {
  const address = asObject(value, 'haClientRuntimeInfo')['masterAddr'] ?? '';
  return asText(address, 'haClientRuntimeInfo.masterAddr') || undefined;
}
