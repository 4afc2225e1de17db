/** Requests about a broker itself. */

import { RequestCode } from './wire/codes.ts';
import type { JsonValue } from './wire/fastjson.ts';
import { invoking, jsonBody, readPropertiesBody } from './invoke.ts';
import { asFlag, asInt64, asList, asMap, asObject, asText } from './wire/shape.ts';

/** A slave as its master sees it. */
export interface SlaveStatus {
  /** address and port the slave's connection comes from */
  readonly address: string;
  /** offset in the commit log up to which it has acknowledged */
  readonly ackOffset: bigint;
  /** bytes that it is behind the master */
  readonly behind: bigint;
  readonly inSync: boolean;
}

export interface HaStatus {
  /** of a master: its connected slaves */
  readonly slaves: readonly SlaveStatus[];
}

/**
 * Counters and state of a running broker, such as commitLogMaxOffset, putTps and brokerVersionDesc, all as text
 * (GET_BROKER_RUNTIME_INFO). In the first second or so after its start a 3.x or 4.x broker refuses it with SYSTEM_ERROR and
 * "java.util.NoSuchElementException", having no samples yet: ask again.
 */
export const runtimeInfo = invoking(RequestCode.GET_BROKER_RUNTIME_INFO, (response) =>
  asMap(asObject(jsonBody(response), 'body')['table'], 'table', asText),
);

/**
 * The configuration a broker runs with, key to value (GET_BROKER_CONFIG). Keys the broker does not know come back as its file
 * has them, so a wrong value shows here, a misspelt key does not.
 */
export const brokerConfig = invoking(RequestCode.GET_BROKER_CONFIG, ({ body }) => readPropertiesBody(body));

/** The replication state of a broker (GET_BROKER_HA_STATUS, since 5.0.0). */
export const haStatus = invoking(RequestCode.GET_BROKER_HA_STATUS, (response): HaStatus => {
  const slaves = asList(asObject(jsonBody(response), 'body')['haConnectionInfo'], 'haConnectionInfo');
  return { slaves: slaves.map(readSlave) };
});

function readSlave(value: JsonValue): SlaveStatus {
  const slave = asObject(value, 'haConnectionInfo');
  return {
    address: asText(slave['addr'], 'haConnectionInfo.addr'),
    ackOffset: asInt64(slave['slaveAckOffset'], 'haConnectionInfo.slaveAckOffset'),
    behind: asInt64(slave['diff'], 'haConnectionInfo.diff'),
    inSync: asFlag(slave['inSync'], 'haConnectionInfo.inSync'),
  };
}
