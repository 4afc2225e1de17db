import { RmqctlError } from '../errors.ts';
import { readinessByHand, readinessGate, readinessProbe } from '../hosts/readiness.ts';
import type { Stopping } from '../hosts/supervisors/supervisor.ts';
import { supervisorNamed } from '../hosts/supervisors/registry.ts';
import { lines, sh, type Script } from '../shell/script.ts';
import { defineKind, isPresent, type Change } from './resource.ts';
import type { FoundService, Service, ServiceRef } from './service/state.ts';
import { explainStart } from './service/start-failure.ts';
import { isStartedFrom, parseStartedFrom, startedFromProbe } from '../hosts/started-from.ts';

export type { Service } from './service/state.ts';

/** The service's probe prints NAME=VALUE lines; a ref without the rest (from a manifest) is probed for its pid alone. */
function probe(ref: ServiceRef | Service): Script {
  const supervisor = supervisorNamed(ref.supervisor);
  const more = !('ready' in ref)
    ? sh``
    : sh`
        if [ -e ${ref.restartMark} ]; then echo marked=yes; fi
        if [ -e ${ref.startScript} ]; then echo installed=yes; fi
        if [ "$pid" = 0 ]; then
          if ${supervisor.isReturning(ref)}; then echo returning=yes; fi
          exit 0
        fi
        ${startedFromProbe(ref)}
        echo "missing=$(${readinessProbe(ref.ready)})"`;
  return lines([
    supervisor.findPid(ref),
    sh`echo "pid=$pid"`,
    sh`if ${supervisor.isEnabled(ref)}; then echo enabled=yes; fi`,
    more,
  ]);
}

/**
 * An instance's process: running, ready, started from what is wanted now, and starting with the host. Its step is done
 * when it is proven ready.
 */
export const service = defineKind<ServiceRef, Service, FoundService>({
  kind: 'service',
  ref: ({ instance, unit, startScript, pidFile, user, supervisor }) => ({
    instance,
    unit,
    startScript,
    pidFile,
    user,
    supervisor,
  }),
  probe,
  parse(output) {
    const values = new Map(
      output.split('\n').map((line) => [line.split('=', 1)[0]!, line.slice(line.indexOf('=') + 1)] as const),
    );
    return {
      pid: Number(values.get('pid') ?? 0),
      enabled: values.has('enabled'),
      installed: values.has('installed'),
      returning: values.has('returning'),
      ...parseStartedFrom((name) => values.get(name)),
      marked: values.has('marked'),
      missing: values.get('missing') ?? '',
    };
  },
  diff(desired, found, inputs) {
    const { wish, instance } = desired;
    const isDown = found.pid === 0;
    if (wish === 'stopped')
      return isDown && !found.returning
        ? undefined
        : { action: 'stop', summary: `stop ${instance}`, apply: stop(desired) };
    if (wish !== undefined && (wish === 'restarted' || isDown)) refuseUndeployed(desired, found);
    if (isDown) return starting(desired, 'start', `start ${instance}`);
    const reason = wish === undefined ? reasonToRestart(desired, found, inputs.length) : undefined;
    if (wish === 'restarted' || reason !== undefined)
      return starting(desired, 'restart', `restart ${instance}: ${reason ?? 'as asked'}`);
    if (found.missing !== '') return awaitReady(desired, found);
    if (found.enabled || wish === 'started') return undefined;
    return { action: 'update', summary: `start ${instance} with the host`, apply: start(desired) };
  },
  remove(ref, found) {
    if (found.pid === 0 && !found.enabled) return undefined;
    return {
      action: 'stop',
      summary: `stop ${ref.instance}`,
      apply: supervisorNamed(ref.supervisor).retire(ref, stoppingOf(ref)),
    };
  },
  explain: explainStart,
  byHand: (desired) => ({
    commands: supervisorNamed(desired.supervisor).startByHand(desired),
    gate: readinessByHand(desired.ready),
  }),
});

export const isService = isPresent<Service>(service);

/** @throws RmqctlError NOT_DEPLOYED */
function refuseUndeployed({ instance, startScript }: Service, { installed }: FoundService): void {
  if (installed) return;
  throw new RmqctlError('NOT_DEPLOYED', `${instance} is not deployed: there is no ${startScript}`, {
    hint: '`rmqctl deploy` puts it there and starts it',
  });
}

function starting(desired: Service, action: 'start' | 'restart', summary: string): Change {
  const { restartMark, ready } = desired;
  const before = action === 'restart' ? [stop(desired)] : [];
  return {
    action,
    summary,
    apply: lines([...before, start(desired), sh`rm -f ${restartMark}`]),
    gate: gateOf(desired),
    waits: ready.waits,
  };
}

function awaitReady(desired: Service, { missing }: FoundService): Change {
  const summary = `wait for ${desired.instance}: it runs, but lacks ${missing}`;
  const waits = desired.ready.waits?.filter(({ forRestarts }) => forRestarts !== true);
  return { action: 'start', summary, apply: sh`:`, gate: gateOf(desired), waits };
}

function start(desired: Service): Script {
  return supervisorNamed(desired.supervisor).start(desired);
}

function stop(desired: Service): Script {
  return supervisorNamed(desired.supervisor).stop(desired, stoppingOf(desired));
}

function gateOf(desired: Service): Script {
  const findPid = supervisorNamed(desired.supervisor).findPid(desired);
  return readinessGate(desired.ready, { findPid, stop: stop(desired), timeout: desired.timeout });
}

/** Seconds a process is given to flush and exit unless something else is said. */
const STOP_SECONDS = 120;

/** How long a service's process may take to exit, and whether it is then killed. */
function stoppingOf({ timeout = STOP_SECONDS, force }: Partial<Service>): Stopping {
  return { seconds: timeout, force };
}

/** Why the running process cannot stay as it is, in words; undefined when it can. @param inputs how many change */
function reasonToRestart(desired: Service, found: FoundService, inputs: number): string | undefined {
  if (inputs > 0) return 'what it is started from changes';
  if (!isStartedFrom(desired, found)) return 'it runs with other settings';
  return found.marked ? 'a file was replaced since it started' : undefined;
}
