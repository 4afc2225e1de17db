import { closingLines } from '../closing.ts';
import { createPalette } from '../colour.ts';
import { unifiedDiff } from '../diff.ts';
import type {
  CheckEvent,
  DiagnosticEvent,
  InstanceEvent,
  RmqctlEvent,
  StepEvent,
  SummaryEvent,
} from '../../model/events.ts';
import { count, placeWords } from '../units.ts';
import { code, details, escapeCell, fenced, markdownTable } from './text.ts';

/** A comment on GitHub holds 65536 characters; what is above this is left out, diffs first. */
const ROOM = 60_000;
/** Rows that a table has at most. */
const ROWS = 150;

const PLAIN = createPalette(0);

interface MarkdownReport {
  readonly events: readonly RmqctlEvent[];
  readonly summary: SummaryEvent;
  /** the topology as a Mermaid flowchart */
  readonly mermaid?: string | undefined;
}

/** A run as Markdown, for a job's summary or a comment; texts of hosts and inventories are escaped. */
export function markdown({ events, summary, mermaid }: MarkdownReport): string {
  const of = <K extends RmqctlEvent['event']>(kind: K) =>
    events.filter((event): event is Extract<RmqctlEvent, { event: K }> => event.event === kind);
  const steps = of('step').filter(({ status }) => status !== 'unchanged');
  const checks = of('check');
  const [headline = ''] = closingLines(summary, PLAIN);
  const parts = [
    `### ${summary.ok ? '✅' : '❌'} rmqctl ${escapeCell(headline)}`,
    problems(of('diagnostic')),
    failures(steps),
    stepTable(steps),
    checkTable(checks),
    instanceTable(of('instance')),
    mermaid === undefined ? '' : details('Topology', fenced(mermaid.trimEnd().split('\n'), 'mermaid')),
  ];
  const text = within(parts.filter((part) => part !== ''));
  return `${[text, diffs(steps, ROOM - text.length)].filter((part) => part !== '').join('\n\n')}\n`;
}

/** As many of the parts as there is room for. */
function within(parts: readonly string[]): string {
  const kept: string[] = [];
  const left: string[] = [];
  for (const part of parts) (kept.join('\n\n').length + part.length < ROOM ? kept : left).push(part);
  if (left.length > 0) kept.push('More is in the log: it is too long for this page.');
  return kept.join('\n\n');
}

function problems(diagnostics: readonly DiagnosticEvent[]): string {
  return diagnostics
    .filter(({ severity }) => severity !== 'note')
    .slice(0, ROWS)
    .map(({ severity, code: name, message, hint, file, line }) => {
      const where =
        file === undefined ? '' : ` ${code([file, line].filter((part) => part !== undefined).join(':'))}`;
      const what = `- **${severity}** ${code(name)}${where} ${escapeCell(message)}`;
      return hint === undefined ? what : `${what}<br>hint: ${escapeCell(hint)}`;
    })
    .join('\n');
}

/** The failed steps, with the last lines of their logs. */
function failures(steps: readonly StepEvent[]): string {
  return steps
    .filter(({ status }) => status === 'failed')
    .slice(0, ROWS)
    .map(({ resource, summary = '', hint, log = [], ...where }) => {
      const head = `**failed** ${code(`${placeWords(where)} ${resource}`)}: ${escapeCell(summary)}`;
      const todo = hint === undefined ? [] : [`hint: ${escapeCell(hint)}`];
      const shown = log.length === 0 ? [] : [details('log', fenced(log))];
      return [head, ...todo, ...shown].join('\n\n');
    })
    .join('\n\n');
}

function stepTable(steps: readonly StepEvent[]): string {
  const rows = steps
    .slice(0, ROWS)
    .map(({ host, instance = '', action, status, resource, summary = '' }) => [
      code(host),
      code(instance),
      status === 'planned' || status === 'changed' ? action : `${action}: **${status}**`,
      code(resource),
      escapeCell(summary),
    ]);
  const more = steps.length > ROWS ? `\n\nand ${count(steps.length - ROWS, 'step')} more` : '';
  return `${markdownTable(['host', 'instance', 'action', 'resource', 'what'], rows)}${more}`;
}

/** Each check with its counts, and each answer that is no pass. */
function checkTable(checks: readonly CheckEvent[]): string {
  const names = [...new Set(checks.map(({ check }) => check))];
  const many = (name: string, status: CheckEvent['status']): string =>
    String(checks.filter((check) => check.check === name && check.status === status).length);
  const counts = names.map((name) => [
    code(name),
    ...(['pass', 'fail', 'warn', 'skip'] as const).map((status) => many(name, status)),
  ]);
  const rows = checks
    .filter(({ status }) => status !== 'pass')
    .slice(0, ROWS)
    .map(({ check, status, detail, hint, ...where }) => [
      status === 'fail' ? '**fail**' : status,
      code(check),
      code(placeWords(where)),
      [detail, ...(hint === undefined ? [] : [`hint: ${hint}`])].map(escapeCell).join('<br>'),
    ]);
  return [
    markdownTable(['check', 'passed', 'failed', 'warned', 'skipped'], counts),
    markdownTable(['', 'check', 'where', 'answer'], rows),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function instanceTable(instances: readonly InstanceEvent[]): string {
  const rows = instances
    .slice(0, ROWS)
    .map(({ instance, host, state, role, address, version = '', detail = '' }) => [
      code(instance),
      code(host),
      state === 'up' ? state : `**${state}** ${escapeCell(detail)}`,
      escapeCell(role),
      code(address),
      escapeCell(version),
    ]);
  return markdownTable(['instance', 'host', 'state', 'role', 'address', 'version'], rows);
}

/** The diffs, each folded; those for which there is no room are counted. */
function diffs(steps: readonly StepEvent[], room: number): string {
  const all = steps.flatMap(({ host, diff }) => {
    const lines = diff === undefined ? [] : unifiedDiff(diff, PLAIN);
    return lines.length === 0 ? [] : [details(code(`${host} ${diff?.path ?? ''}`), fenced(lines, 'diff'))];
  });
  const shown: string[] = [];
  let used = 0;
  for (const diff of all) {
    if (used + diff.length > room) break;
    used += diff.length + 2;
    shown.push(diff);
  }
  const left = all.length - shown.length;
  const more = left === 0 ? [] : [`${count(left, 'more diff')} in the log: there is no room for them here.`];
  return [...shown, ...more].join('\n\n');
}
