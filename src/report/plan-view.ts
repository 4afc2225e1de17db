import type { Palette } from './colour.ts';
import { unifiedDiff } from './diff.ts';
import type { StepEvent } from '../model/events.ts';
import { actionSymbol, type Lines } from './text.ts';
import { count, printableLines } from './units.ts';

function planStepLines(step: StepEvent, palette: Palette): Lines {
  const [first, ...rest] = step.summary === undefined ? [] : printableLines(step.summary);
  const about = [step.instance, first].filter((word) => word !== undefined).join(': ');
  return [
    `  ${actionSymbol(step.action, palette)} ${step.action} ${step.resource}${about === '' ? '' : palette.faint(`  (${about})`)}`,
    ...rest.map((line) => `      ${line}`),
    ...(step.diff === undefined ? [] : unifiedDiff(step.diff, palette).map((line) => `      ${line}`)),
  ];
}

/**
 * A plan as text; steps with nothing to do are left out.
 * @param steps in the order in which they would run; each host keeps this order
 * @returns lines by host in the order of first sight; the last one says "N to change on M hosts" or "Nothing to change"
 */
export function planLines(steps: readonly StepEvent[], palette: Palette): Lines {
  const changes = steps.filter((step) => step.action !== 'none' && step.status !== 'unchanged');
  if (changes.length === 0) return ['Nothing to change'];
  const byHost = new Map<string, StepEvent[]>();
  for (const step of changes) byHost.set(step.host, [...(byHost.get(step.host) ?? []), step]);
  const blocks = [...byHost].flatMap(([host, own]) => [
    palette.strong(host),
    ...own.flatMap((step) => planStepLines(step, palette)),
    '',
  ]);
  return [...blocks, `${changes.length} to change on ${count(byHost.size, 'host')}`];
}
