import { listeningPorts, parseListening } from '../os/readiness.ts';
import type { CheckEvent } from '../report/events.ts';
import { supervisorNamed } from '../os/supervisors.ts';
import type { Service } from '../resources/service.ts';
import { lines, sh, type Script } from '../shell/script.ts';

/** Reads how an instance's process is: alive, started from what, said what, listening where. NAME=VALUE lines. */
export function instanceProbe({ ready, ...service }: Service): Script {
  const boot =
    ready.bootLine === undefined
      ? sh``
      : sh`echo "boot=$(grep -Em 1 -e ${ready.bootLine} ${ready.console} 2>/dev/null)"`;
  return lines([
    supervisorNamed(service.supervisor).findPid(service),
    sh`
      if alive "$pid"; then echo "pid=$pid"; else exit 0; fi
      echo "digest=$(process_variable "$pid" RMQCTL_DIGEST)"`,
    boot,
    listeningPorts(ready.ports),
  ]);
}

type Result = Omit<CheckEvent, 'event' | 'host' | 'instance'>;

/** The checks `process`, `boot` and `ports` of an instance, from what its probe printed. */
export function judgeInstance(service: Service, output: string): Result[] {
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(output)?.[1];
  const pid = value('pid');
  if (pid === undefined) {
    return [
      {
        check: 'process',
        status: 'fail',
        detail: `${service.instance} does not run`,
        hint: `look at ${service.ready.console} on the host; rmqctl deploy starts it again`,
      },
    ];
  }
  return [
    judgeDigest(service, pid, value('digest')),
    ...judgeBoot(service, value('boot')),
    judgePorts(service, output),
  ];
}

function judgeDigest({ digest }: Service, pid: string, found: string | undefined): Result {
  if (found === digest) return { check: 'process', status: 'pass', detail: `pid ${pid}` };
  return {
    check: 'process',
    status: 'fail',
    detail: `pid ${pid} was started from other settings than the inventory's`,
    hint: 'rmqctl deploy restarts it',
  };
}

function judgeBoot({ ready }: Service, line: string | undefined): Result[] {
  if (ready.bootLine === undefined) return [];
  if (line !== undefined && line !== '') return [{ check: 'boot', status: 'pass', detail: line }];
  const hint = `look at ${ready.console} on the host`;
  return [{ check: 'boot', status: 'fail', detail: 'no boot line since this start', hint }];
}

function judgePorts({ ready }: Service, output: string): Result {
  const open = parseListening(output);
  const closed = ready.ports.filter((port) => !open.includes(port));
  if (closed.length === 0)
    return { check: 'ports', status: 'pass', detail: `listens on ${ready.ports.join(', ')}` };
  return {
    check: 'ports',
    status: 'fail',
    detail: `does not listen on ${closed.join(', ')}`,
    hint: `look at ${ready.console} on the host`,
  };
}
