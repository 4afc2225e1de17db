import type { Site } from '../../hosts/site.ts';
import type { Supervised } from '../../hosts/supervisors/supervisor.ts';
import type { Instance } from '../../model/instance.ts';
import { storeOf } from '../../model/paths.ts';
import { placesOf, unitName } from '../../plan/desired/instance-context.ts';
import { pidFile, startScriptPath } from '../../plan/desired/start-script.ts';
import { diskSpace, type DiskSpace } from '../../probes/disk-space.ts';
import type { Answers, Probe } from '../../probes/probe.ts';
import { age, processesOf, type ProcessState } from '../../probes/process.ts';
import { defined } from '../../std/record.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { runtimeInfo } from '../../rocketmq/remoting/broker.ts';
import type { CallOptions, RemotingClient } from '../../rocketmq/remoting/client.ts';
import { RemotingRefused } from '../../rocketmq/remoting/faults.ts';
import { releaseNamed } from '../../rocketmq/remoting/wire/version.ts';

/** The state of an instance, by its host. */
export interface InstanceState {
  /** 0: it does not run */
  readonly pid: number;
  /** seconds */
  readonly uptime?: number;
  /** how often its supervisor has started it again; absent if it does not count */
  readonly restarts?: number;
  /** of the release whose home it was started from */
  readonly version?: string;
  /** how full the file system of its store is, 0 to 1 */
  readonly disk?: number;
}

/** What is asked of a host about its instances, and what its answers mean, by the instances' names. */
export interface InstanceProbes {
  readonly all: readonly Probe<unknown>[];
  states(answers: Answers): ReadonlyMap<string, InstanceState>;
}

/** One probe for all processes, which costs one call of their supervisor, and one for each store. */
export function instanceProbes(cluster: string, site: Site, instances: readonly Instance[]): InstanceProbes {
  const processes = processesOf(
    site.supervisor,
    instances.map((instance) => supervised(cluster, site, instance)),
  );
  const stores = new Map(
    instances
      .filter(({ broker }) => broker !== undefined)
      .map((instance) => [instance, diskSpace(storeOf(instance, site.store))]),
  );
  return {
    all: [processes, ...stores.values()],
    states(answers) {
      const found = answers.of(processes);
      return new Map(
        instances.map((instance) => {
          const store = stores.get(instance);
          const disk = store === undefined ? 'absent' : answers.of(store);
          return [instance.name, stateOf(found.get(unitName(cluster, instance.name)), disk)];
        }),
      );
    },
  };
}

/** The state of one instance, from what its two probes found. Pure. */
export function stateOf(process: ProcessState | undefined, space: DiskSpace | 'absent'): InstanceState {
  const all = space === 'absent' ? 0 : space.used + space.available;
  const disk = space !== 'absent' && all > 0 ? { disk: space.used / all } : {};
  if (process?.pid === undefined) return { pid: 0, ...disk };
  const { pid, restarts, release } = process;
  const uptime = age(process);
  return {
    pid,
    ...disk,
    ...defined({ uptime, restarts, version: release }),
  };
}

function supervised(cluster: string, site: Site, instance: Instance): Supervised {
  const places = placesOf(site, instance);
  return {
    instance: instance.name,
    unit: unitName(cluster, instance.name),
    startScript: startScriptPath({ places, instance }),
    pidFile: pidFile({ places }),
    user: site.user,
  };
}

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
    ...defined({ version: description && releaseNamed(description), in: rateIn, out: rateOut }),
    ...(/^\d+$/.test(offset) ? { maxOffset: BigInt(offset) } : {}),
  };
}

/** Rates are three numbers: of the last 10, 60 and 600 seconds. */
function firstRate(text = ''): number | undefined {
  const rate = Number.parseFloat(text);
  return Number.isFinite(rate) && rate >= 0 ? rate : undefined;
}
