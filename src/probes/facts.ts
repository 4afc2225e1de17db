import { type Facts, factsProbe, parseFacts } from '../hosts/facts.ts';
import { supervisorsProbe } from '../hosts/supervisors/registry.ts';
import type { Host } from '../model/host.ts';
import { sh } from '../shell/script.ts';
import type { Probe } from './probe.ts';

/** @param state where the inventory says that rmqctl keeps its manifests */
export function hostFacts({ javaHome }: Pick<Host, 'javaHome'>, state?: string): Probe<Facts> {
  return { id: 'facts', script: factsProbe(javaHome, state), parse: parseFacts };
}

/** The few facts that say where things are on a host: without the search for Java, which costs most. */
export const placeFacts: Probe<Facts> = {
  id: 'place',
  script: sh`
    echo "uid=$(id -u)"; echo "user=$(id -un)"; echo "home=$HOME"
    ${supervisorsProbe()}`,
  parse: parseFacts,
};
