import type { PortRequest } from '../../inventory/instance-draft.ts';
import { FAST_REMOTING, REMOTING, REPLICATION } from '../../model/port.ts';
import { knownVersion, releaseOf } from '../../rocketmq/releases.ts';

/** How far the replication port is from the main one (MessageStoreConfig.haListenPort by BrokerStartup). */
export const REPLICATION_OFFSET = 1;
const FAST_OFFSET = -2;

const AROUND = [
  { offset: 0, purpose: REMOTING },
  { offset: FAST_OFFSET, purpose: FAST_REMOTING },
  { offset: REPLICATION_OFFSET, purpose: REPLICATION },
] as const;

/** The ports of a broker around its main one. A version that nobody knows is told by a rule; its ports are like those of its neighbours. */
export function brokerPorts(version: string): PortRequest['around'] {
  const fast = !knownVersion(version) || releaseOf(version).fastPort;
  return AROUND.filter(({ offset }) => fast || offset !== FAST_OFFSET);
}
