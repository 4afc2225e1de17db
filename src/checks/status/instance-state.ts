import type { Site } from '../../hosts/site.ts';
import type { Supervised } from '../../hosts/supervisors/supervisor.ts';
import type { Instance } from '../../model/instance.ts';
import { storeOf } from '../../model/paths.ts';
import { placesOf, unitName } from '../../plan/desired/instance-context.ts';
import { pidFile, startScriptPath } from '../../plan/desired/start-script.ts';
import { diskSpace, type DiskSpace } from '../../probes/disk-space.ts';
import type { Answers, Probe } from '../../probes/probe.ts';
import { age, processesOf, type ProcessState } from '../../probes/process.ts';

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

/** Both of one instance together. Pure. */
export function stateOf(process: ProcessState | undefined, disk: DiskSpace | 'absent'): InstanceState {
  return { ...runningOf(process), ...(disk === 'absent' ? {} : fullness(disk)) };
}

function runningOf(process: ProcessState | undefined): InstanceState {
  if (process?.pid === undefined) return { pid: 0 };
  const { pid, restarts, release } = process;
  const uptime = age(process);
  return {
    pid,
    ...(uptime === undefined ? {} : { uptime }),
    ...(restarts === undefined ? {} : { restarts }),
    ...(release === undefined ? {} : { version: release }),
  };
}

function fullness({ used, available }: DiskSpace): { disk?: number } {
  const all = used + available;
  return all > 0 ? { disk: used / all } : {};
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
