import { keyOf } from '../model/resource-address.ts';
import { lines, Script, sh } from '../shell/script.ts';
import type { Step } from '../plan/steps/plan.ts';

/**
 * The script that makes a host's next steps, in order. Each answers with a frame named by its position: its exit status, or
 * "blocked" when a step of the script that it needs failed. A step with a gate answers twice, once acted and once awaited;
 * its gate runs as late as may be - before the first step that needs it, or at the end - so that instances of one host
 * start side by side.
 * @param steps of one host, ordered by their needs; needs on other hosts are fulfilled already
 * @param beginning what steps were supplied with (execute/supplies), such as variables
 */
export function compileBatch(steps: readonly Step[], beginning: readonly Script[] = []): Script {
  const position = new Map(steps.map((step, index) => [keyOf(step), index]));
  const open = new Set<number>();
  const close = (index: number): Script => {
    open.delete(index);
    return sh`gate ${index}`;
  };
  const calls = steps.flatMap((step, index) => {
    const needs = step.needs.flatMap((key) => position.get(key) ?? []);
    const gates = needs.filter((need) => open.has(need)).map(close);
    if (step.gate !== undefined) open.add(index);
    return [...gates, sh`act ${index} ${needs.map(String)}`];
  });
  return lines([
    ...beginning,
    ...steps.map((step, index) => named(`act_${index}`, step.apply)),
    ...steps.flatMap((step, index) => (step.gate === undefined ? [] : [named(`gate_${index}`, step.gate)])),
    Script.trusted(`failed=' '`),
    ...calls,
    ...[...open].map(close),
  ]);
}

function named(name: string, body: Script): Script {
  return lines([Script.trusted(`${name}() {\n:`), body, Script.trusted('}')]);
}
