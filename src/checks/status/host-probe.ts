import type { Site } from '../../hosts/site.ts';
import { supervisorNamed } from '../../hosts/supervisors/registry.ts';
import type { Supervised } from '../../hosts/supervisors/supervisor.ts';
import { placesOf, unitName } from '../../plan/desired/instance-context.ts';
import { pidFile, startScriptPath } from '../../plan/desired/start-script.ts';
import { lines, sh, type Script } from '../../shell/script.ts';
import type { Instance } from '../../model/instance.ts';
import { storeOf } from '../../model/paths.ts';

/** The kernel tells times to user space in hundredths of a second (USER_HZ). */
const TICKS_A_SECOND = 100;

/** What a host says of one of its instances. */
export interface InstanceProcess {
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

/** Reads how a host's instances are, one line "KIND NAME VALUE..." each thing. */
export function hostProbe(cluster: string, site: Site, instances: readonly Instance[]): Script {
  return lines([
    sh`
      read -r up _ </proc/uptime; echo "up $up"
      # process UNIT, with what its supervisor says of it (hosts/supervisors/supervisor.ts: observe)
      process() {
        name=\${1#${cluster}-} name=\${name%.service}
        alive "$pid" || { echo "process $name 0"; return; }
        home=$(process_variable "$pid" ROCKETMQ_HOME)
        # the 22nd field is when it was started; the 2nd, its name, may hold blanks
        set -- \${stat##*) }
        echo "process $name $pid \${restarts:--} \${20}"
        for jar in "$home"/lib/rocketmq-common-*.jar; do echo "jar $name \${jar##*/}"; done
      }`,
    supervisorNamed(site.supervisor).observe(
      instances.map((instance) => supervised(cluster, site, instance)),
      sh`process`,
    ),
    ...instances.flatMap((instance) => diskOf(site, instance)),
  ]);
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

function diskOf(site: Site, instance: Instance): Script[] {
  if (instance.broker === undefined) return [];
  const store = storeOf(instance, site.store);
  return [sh`echo "disk ${instance.name} $(df -P -k ${store} 2>/dev/null | tail -n 1)"`];
}

/** What `hostProbe` printed, by instance. A line that is not understood is passed over. */
export function parseHostProbe(output: string): Map<string, InstanceProcess> {
  const words = output.split('\n').map((line) => line.trim().split(/\s+/));
  const up = Number(words.find(([kind]) => kind === 'up')?.[1]);
  const states = new Map<string, InstanceProcess>();
  for (const [kind, name = '', ...values] of words) {
    const more = readers[kind ?? '']?.(values, up);
    if (more !== undefined) states.set(name, { ...(states.get(name) ?? { pid: 0 }), ...more });
  }
  return states;
}

type Reader = (values: readonly string[], up: number) => Partial<InstanceProcess> | undefined;

const readers: Readonly<Record<string, Reader>> = {
  process([pid, restarts = '-', started], up) {
    if (pid === undefined) return undefined;
    if (Number(pid) === 0) return { pid: 0 };
    return {
      pid: Number(pid),
      uptime: Math.max(0, up - Number(started) / TICKS_A_SECOND),
      ...(restarts === '-' ? {} : { restarts: Number(restarts) }),
    };
  },
  jar([name = '']) {
    const version = /(\d+\.\d+\.\d+)[^/]*\.jar$/.exec(name)?.[1];
    return version === undefined ? undefined : { version };
  },
  disk(values) {
    // the last line of df: device, blocks, used, available, percent, directory; the device may hold blanks
    const [, used, available] = /^.*\s(\d+)\s+(\d+)\s+\d+%\s/.exec(` ${values.join(' ')} `) ?? [];
    const all = Number(used) + Number(available);
    return all > 0 ? { disk: Number(used) / all } : undefined;
  },
};
