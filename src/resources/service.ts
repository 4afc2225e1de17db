import { readinessByHand, readinessGate, readinessProbe, type Readiness } from '../os/readiness.ts';
import type { Supervised, Supervisor } from '../os/supervisor.ts';
import { supervisorNamed } from '../os/supervisors.ts';
import { recogniseCause, type Cause } from '../rocketmq/causes.ts';
import { lines, sh, type Script } from '../shell/script.ts';
import { defineKind, type Change, type Failure, type Resource } from './resource.ts';

interface ServiceRef extends Supervised {
  readonly supervisor: Supervisor['id'];
}

export interface Service extends ServiceRef {
  /** digest of all the process is started from; the running process carries it as RMQCTL_DIGEST */
  readonly digest: string;
  /** exists when an input was replaced and the process has not been restarted since */
  readonly restartMark: string;
  readonly ready: Readiness;
  /** seconds a start may take */
  readonly timeout: number;
}

interface Found {
  readonly pid: number;
  readonly enabled: boolean;
  readonly digest: string;
  readonly marked: boolean;
  /** what the running process lacks to be ready; empty when nothing */
  readonly missing: string;
}

/** Whether a resource is the process of an instance that is wanted. */
export function isService(resource: Resource): resource is Resource & { readonly desired: Service } {
  return resource.kind === 'service' && resource.unwanted !== true;
}

/** The service's probe prints NAME=VALUE lines; a ref without the rest (from a manifest) is probed for its pid alone. */
function probe(ref: ServiceRef & Partial<Service>): Script {
  const supervisor = supervisorNamed(ref.supervisor);
  const more =
    ref.ready === undefined
      ? sh``
      : sh`
        if [ -e ${ref.restartMark ?? ''} ]; then echo marked=yes; fi
        [ "$pid" != 0 ] || exit 0
        echo "digest=$(process_variable "$pid" RMQCTL_DIGEST)"
        echo "missing=$(${readinessProbe(ref.ready)})"`;
  return lines([
    supervisor.findPid(ref),
    sh`echo "pid=$pid"`,
    sh`if ${supervisor.isEnabled(ref)}; then echo enabled=yes; fi`,
    more,
  ]);
}

/** Why the running process cannot stay as it is, in words; undefined when it can. */
function reasonToRestart(desired: Service, found: Found, inputs: number): string | undefined {
  if (inputs > 0) return 'what it is started from changes';
  if (found.digest !== desired.digest) return 'it runs with other settings';
  if (found.marked) return 'a file was replaced since it started';
  return undefined;
}

/**
 * An instance's process: running, ready, started from what is wanted now, and starting with the host. Its step is done
 * when it is proven ready (design: started means proven).
 */
export const service = defineKind<ServiceRef, Service, Found>({
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
      digest: values.get('digest') ?? '',
      marked: values.has('marked'),
      missing: values.get('missing') ?? '',
    };
  },
  diff(desired, found, inputs): Change | undefined {
    const supervisor = supervisorNamed(desired.supervisor);
    const awaiting = (ready: Readiness): Script =>
      readinessGate(ready, {
        findPid: supervisor.findPid(desired),
        stop: supervisor.stop(desired),
        timeout: desired.timeout,
      });
    const gate = awaiting(desired.ready);
    const unmark = sh`rm -f ${desired.restartMark}`;
    const start = lines([supervisor.start(desired), unmark]);
    if (found.pid === 0) return { action: 'start', summary: `start ${desired.instance}`, apply: start, gate };
    const reason = reasonToRestart(desired, found, inputs.length);
    if (reason !== undefined) {
      const { ready } = desired;
      return {
        action: 'restart',
        summary: `restart ${desired.instance}: ${reason}`,
        apply: lines([supervisor.stop(desired), start]),
        gate: awaiting({ ...ready, logged: [...ready.logged, ...ready.rejoined] }),
      };
    }
    if (found.missing !== '') {
      const summary = `wait for ${desired.instance}: it runs, but lacks ${found.missing}`;
      return { action: 'start', summary, apply: sh`:`, gate };
    }
    if (found.enabled) return undefined;
    return {
      action: 'update',
      summary: `start ${desired.instance} with the host`,
      apply: supervisor.start(desired),
    };
  },
  remove(ref, found) {
    if (found.pid === 0 && !found.enabled) return undefined;
    return {
      action: 'stop',
      summary: `stop ${ref.instance}`,
      apply: supervisorNamed(ref.supervisor).retire(ref),
    };
  },
  explain: (output, desired) => explainStart(output, desired),
  byHand: (desired) => ({
    commands: supervisorNamed(desired.supervisor).startByHand(desired),
    gate: readinessByHand(desired.ready),
  }),
});

/** What a failed start says, from the gate's output (os/readiness.ts). */
function explainStart(output: string, desired: Service): Failure {
  const [verdict = '', ...rest] = output.trimEnd().split('\n');
  const log = rest.filter((line) => line.trim() !== '');
  const cause = recogniseCause(log);
  const because = cause === undefined ? '' : `: ${cause.cause}`;
  const told = lastLines(log, cause);
  if (verdict === 'died' || verdict === 'hopeless') {
    const what = verdict === 'died' ? 'died while starting' : 'cannot start, and was stopped';
    return {
      summary: `${desired.instance} ${what}${because}`,
      hint: cause?.hint ?? `look at ${desired.ready.console} on the host`,
      log: told,
    };
  }
  if (verdict.startsWith('late: ')) {
    return {
      summary: `${desired.instance} was not ready within ${desired.timeout} s: ${verdict.slice(6)} is missing${because}`,
      hint:
        cause?.hint ?? 'it goes on starting; run again to wait further, or give it more time with --timeout',
      log: told,
    };
  }
  return { summary: `could not start ${desired.instance}: ${verdict}`, log };
}

/** How many lines are told of a failed start. */
const TOLD = 20;

/** The last lines without stack frames; the one that gives the cause is among them, however much was logged after it. */
function lastLines(log: readonly string[], cause: Cause | undefined): string[] {
  const words = log.filter((line) => !/^\s+(at |\.{3} \d+ more)/.test(line));
  const last = words.slice(-TOLD);
  const telling = words.find((line) => cause !== undefined && recogniseCause([line])?.cause === cause.cause);
  return telling === undefined || last.includes(telling) ? last : [telling, ...last.slice(1)];
}
