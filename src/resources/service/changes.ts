import { RmqctlError } from '../../errors.ts';
import { readinessGate, type Readiness } from '../../hosts/readiness.ts';
import type { Stopping } from '../../hosts/supervisors/supervisor.ts';
import { supervisorNamed } from '../../hosts/supervisors/registry.ts';
import { lines, sh, type Script } from '../../shell/script.ts';
import type { Change } from '../resource.ts';
import type { FoundService, Service } from './state.ts';
import { isStartedFrom } from '../../hosts/started-from.ts';

/** The changes of a service: what the inventory wants of it, and what start, stop and restart ask for. */

/** Seconds a process is given to flush and go where nothing says otherwise. */
const STOP_SECONDS = 120;

/** How long a service's process may take to end, and whether it is then killed. */
export function stoppingOf({ timeout = STOP_SECONDS, force }: Partial<Service>): Stopping {
  return { seconds: timeout, force };
}

/** Running, ready, started from what is wanted now, and starting with the host. @param inputs how many of them change */
export function serviceChange(desired: Service, found: FoundService, inputs: number): Change | undefined {
  if (found.pid === 0) return start(desired);
  const reason = reasonToRestart(desired, found, inputs);
  if (reason !== undefined) return restart(desired, reason);
  if (found.missing !== '') return awaitReady(desired, found);
  if (found.enabled) return undefined;
  return {
    action: 'update',
    summary: `start ${desired.instance} with the host`,
    apply: supervisorNamed(desired.supervisor).start(desired),
  };
}

/** Running and ready, from whatever it was started. */
export function startAsked(desired: Service, found: FoundService): Change | undefined {
  if (found.pid === 0) return start(deployed(desired, found));
  return found.missing === '' ? undefined : awaitReady(desired, found);
}

/** Started anew, though nothing has changed. */
export function restartAsked(desired: Service, found: FoundService): Change {
  deployed(desired, found);
  return found.pid === 0 ? start(desired) : restart(desired, 'as asked');
}

/** Not running until somebody starts it, or the host starts. */
export function stopAsked(desired: Service, found: FoundService): Change | undefined {
  if (found.pid === 0 && !found.returning) return undefined;
  return {
    action: 'stop',
    summary: `stop ${desired.instance}`,
    apply: supervisorNamed(desired.supervisor).stop(desired, stoppingOf(desired)),
  };
}

/** @throws RmqctlError NOT_DEPLOYED */
function deployed(desired: Service, { installed }: FoundService): Service {
  if (installed) return desired;
  throw new RmqctlError(
    'NOT_DEPLOYED',
    `${desired.instance} is not deployed: there is no ${desired.startScript}`,
    { hint: '`rmqctl deploy` puts it there and starts it' },
  );
}

function start(desired: Service): Change {
  return {
    action: 'start',
    summary: `start ${desired.instance}`,
    apply: starting(desired),
    gate: awaiting(desired, desired.ready),
    waits: desired.ready.waits,
  };
}

function restart(desired: Service, reason: string): Change {
  const { ready, supervisor } = desired;
  return {
    action: 'restart',
    summary: `restart ${desired.instance}: ${reason}`,
    apply: lines([supervisorNamed(supervisor).stop(desired, stoppingOf(desired)), starting(desired)]),
    gate: awaiting(desired, ready),
    waits: ready.waits,
  };
}

function awaitReady(desired: Service, { missing }: FoundService): Change {
  const summary = `wait for ${desired.instance}: it runs, but lacks ${missing}`;
  const { ready } = desired;
  const waits = ready.waits?.filter(({ forRestarts }) => forRestarts !== true);
  return { action: 'start', summary, apply: sh`:`, gate: awaiting(desired, ready), waits };
}

function starting(desired: Service): Script {
  return lines([supervisorNamed(desired.supervisor).start(desired), sh`rm -f ${desired.restartMark}`]);
}

function awaiting(desired: Service, ready: Readiness): Script {
  const supervisor = supervisorNamed(desired.supervisor);
  return readinessGate(ready, {
    findPid: supervisor.findPid(desired),
    stop: supervisor.stop(desired, stoppingOf(desired)),
    timeout: desired.timeout,
  });
}

/** Why the running process cannot stay as it is, in words; undefined when it can. */
function reasonToRestart(desired: Service, found: FoundService, inputs: number): string | undefined {
  if (inputs > 0) return 'what it is started from changes';
  if (!isStartedFrom(desired, found)) return 'it runs with other settings';
  if (found.marked) return 'a file was replaced since it started';
  return undefined;
}
