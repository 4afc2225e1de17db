import type { Site } from '../../hosts/site.ts';
import { nohup } from '../../hosts/supervisors/nohup.ts';
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
  /** how often systemd (235 or later) has started it again */
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
      # process NAME PID RESTARTS
      process() {
        alive "$2" || { echo "process $1 0"; return; }
        home=$(process_variable "$2" ROCKETMQ_HOME) name=$1 pid=$2 restarts=\${3:--}
        # the 22nd field is when it was started; the 2nd, its name, may hold blanks
        set -- \${stat##*) }
        echo "process $name $pid $restarts \${20}"
        for jar in "$home"/lib/rocketmq-common-*.jar; do echo "jar $name \${jar##*/}"; done
      }`,
    ...(site.supervisor === 'systemd'
      ? [bySystemd(cluster, instances)]
      : instances.map((one) => byPidFile(cluster, site, one))),
    ...instances.flatMap((instance) => diskOf(site, instance)),
  ]);
}

/** One call for all units: each takes systemctl some milliseconds. */
function bySystemd(cluster: string, instances: readonly Instance[]): Script {
  const units = instances.map(({ name }) => unitName(cluster, name));
  const cut = `${cluster}-`;
  return sh`
    id= pid=0 restarts=
    while IFS='=' read -r key value; do
      case $key in
        Id) id=\${value#${cut}}; id=\${id%.service} ;;
        MainPID) pid=$value ;;
        NRestarts) restarts=$value ;;
        '')
          [ -z "$id" ] || process "$id" "$pid" "$restarts"
          id= pid=0 restarts=
          ;;
      esac
    done <<EOF
    $(systemctl show -p Id -p MainPID -p NRestarts ${units} 2>/dev/null)

    EOF`;
}

function byPidFile(cluster: string, site: Site, instance: Instance): Script {
  const { name } = instance;
  const places = placesOf(site, instance);
  const supervised = {
    instance: name,
    unit: unitName(cluster, name),
    startScript: startScriptPath({ places, instance }),
    pidFile: pidFile({ places }),
    user: site.user,
  };
  return lines([nohup.findPid(supervised), sh`process ${name} "$pid" ''`]);
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
