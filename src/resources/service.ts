import { readinessByHand, readinessProbe } from '../hosts/readiness.ts';
import { supervisorNamed } from '../hosts/supervisors/registry.ts';
import { lines, sh, type Script } from '../shell/script.ts';
import { defineKind, type Change, type PresentResource, type Resource } from './resource.ts';
import { serviceChange, restartAsked, startAsked, stopAsked, stoppingOf } from './service/changes.ts';
import type { FoundService, Service, ServiceRef } from './service/state.ts';
import { explainStart } from './service/start-failure.ts';
import { parseStartedFrom, startedFromProbe } from '../hosts/started-from.ts';

export type { Service } from './service/state.ts';

/** True if a resource is the process of an instance that is wanted. */
export function isService(resource: Resource): resource is PresentResource & { readonly desired: Service } {
  return resource.kind === 'service' && resource.intent === 'present';
}

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
  diff(desired, found, inputs): Change | undefined {
    switch (desired.wish) {
      case 'stopped':
        return stopAsked(desired, found);
      case 'started':
        return startAsked(desired, found);
      case 'restarted':
        return restartAsked(desired, found);
      default:
        return serviceChange(desired, found, inputs.length);
    }
  },
  remove(ref, found) {
    if (found.pid === 0 && !found.enabled) return undefined;
    return {
      action: 'stop',
      summary: `stop ${ref.instance}`,
      apply: supervisorNamed(ref.supervisor).retire(ref, stoppingOf(ref)),
    };
  },
  explain: (output, desired) => explainStart(output, desired),
  byHand: (desired) => ({
    commands: supervisorNamed(desired.supervisor).startByHand(desired),
    gate: readinessByHand(desired.ready),
  }),
});
