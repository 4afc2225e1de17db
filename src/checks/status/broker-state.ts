import { setTimeout as sleep } from 'node:timers/promises';
import { runtimeInfo } from '../../rocketmq/remoting/broker.ts';
import type { CallOptions, RemotingClient } from '../../rocketmq/remoting/client.ts';
import { RemotingRefused } from '../../rocketmq/remoting/faults.ts';
import { releaseNamed } from '../../rocketmq/remoting/wire/version.ts';

/** The state of a broker, by its own account. */
export interface BrokerState {
  readonly version?: string;
  /** messages a second, the mean of the last ten */
  readonly in?: number;
  readonly out?: number;
  /** where its commit log ends, bytes */
  readonly maxOffset?: bigint;
}

/** A broker that has just started has no samples yet, and takes one each second. */
const SAMPLE_MS = 1100;

/** Asks a broker for its counters; a second time where it has none yet. @throws RmqctlError as runtimeInfo */
export async function askBroker(client: RemotingClient, options: CallOptions): Promise<BrokerState> {
  try {
    return readRuntime(await runtimeInfo(client, options));
  } catch (error) {
    if (!(error instanceof RemotingRefused)) throw error;
    await sleep(SAMPLE_MS, undefined, options.signal === undefined ? {} : { signal: options.signal });
    return readRuntime(await runtimeInfo(client, options));
  }
}

/** The counters that `status` shows. getTransferedTps (sic) became getTransferredTps in 5.x. */
export function readRuntime(info: ReadonlyMap<string, string>): BrokerState {
  const description = info.get('brokerVersionDesc');
  const rateIn = firstRate(info.get('putTps'));
  const rateOut = firstRate(info.get('getTransferredTps') ?? info.get('getTransferedTps'));
  const offset = info.get('commitLogMaxOffset') ?? '';
  return {
    ...(description === undefined ? {} : { version: releaseNamed(description) }),
    ...(rateIn === undefined ? {} : { in: rateIn }),
    ...(rateOut === undefined ? {} : { out: rateOut }),
    ...(/^\d+$/.test(offset) ? { maxOffset: BigInt(offset) } : {}),
  };
}

/** Rates are three numbers: of the last 10, 60 and 600 seconds. */
function firstRate(text = ''): number | undefined {
  const rate = Number.parseFloat(text);
  return Number.isFinite(rate) && rate >= 0 ? rate : undefined;
}
