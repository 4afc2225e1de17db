/** The lines of text of each event, for the plain and the terminal reporter. */
import { padCells, cellsOf } from '../std/cells.ts';
import type { Palette, Paint } from './colour.ts';
import { unifiedDiff } from './diff.ts';
import type {
  CheckEvent,
  DiagnosticEvent,
  OutputEvent,
  ProgressEvent,
  Severity,
  StepEvent,
} from '../model/events.ts';
import { formatBytes, formatSeconds, placeWords, printable, printableLines } from './units.ts';

export type Lines = readonly string[];

const indent = (line: string): string => `    ${line}`;
const hintLines = (hint: string | undefined, palette: Palette): Lines =>
  hint === undefined ? [] : printableLines(hint).map((line) => indent(`${palette.info('hint:')} ${line}`));

const severityPaint = (severity: Severity, palette: Palette): Paint =>
  ({ error: palette.bad, warning: palette.warn, note: palette.info })[severity];

const position = ({ file, line, column }: DiagnosticEvent): string =>
  [file, line, column].filter((part) => part !== undefined).join(':');

/** `file:line:column error CODE message`, the frame with its carets, the hint. */
export function diagnosticLines(event: DiagnosticEvent, palette: Palette): Lines {
  const { severity, code, host, frame } = event;
  const [first = '', ...rest] = printableLines(event.message);
  const subject = host !== undefined && !event.message.includes(host) ? `${host}: ${first}` : first;
  const words = [position(event), severityPaint(severity, palette)(severity), palette.faint(code), subject];
  return [
    words.filter((word) => word !== '').join(' '),
    ...rest.map(indent),
    ...(frame === undefined ? [] : printableLines(frame).map((line) => indent(palette.faint(line)))),
    ...hintLines(event.hint, palette),
  ];
}

const SYMBOLS: Readonly<Record<StepEvent['action'], '+' | '~' | '-' | ' '>> = {
  create: '+',
  start: '+',
  update: '~',
  restart: '~',
  stop: '-',
  delete: '-',
  none: ' ',
};

/** The action's symbol, coloured: + comes into being, ~ changes, - goes. */
export function actionSymbol(action: StepEvent['action'], palette: Palette): string {
  const symbol = SYMBOLS[action];
  return { '+': palette.good, '~': palette.warn, '-': palette.bad, ' ': palette.faint }[symbol](symbol);
}

const statusWord = (status: StepEvent['status'], palette: Palette): Lines => {
  if (status === 'failed') return [palette.bad('FAILED')];
  return status === 'blocked' ? [palette.warn('blocked')] : [];
};

/**
 * `+ node1 broker-a write /... (0.1 s)`: what was done, in the step's own words where it has some. What failed also says on
 * which resource, and has its last log lines and its hint.
 */
export function stepLines(event: StepEvent, palette: Palette, showDiff = false): Lines {
  const { action, status, resource, summary, seconds, log = [], diff } = event;
  const done = status === 'changed' && summary !== undefined;
  const words = [
    actionSymbol(status === 'unchanged' ? 'none' : action, palette),
    ...[placeWords(event)].filter((word) => word !== ''),
    ...statusWord(status, palette),
    ...(done ? [] : [status === 'unchanged' ? 'unchanged' : action, resource]),
  ];
  const took = seconds === undefined ? '' : palette.faint(` (${formatSeconds(seconds)})`);
  const [first, ...rest] = summary === undefined ? [] : printableLines(summary);
  return [
    `${words.join(' ')}${first === undefined ? '' : `${done ? ' ' : ' - '}${first}`}${took}`,
    ...rest.map(indent),
    ...log.map((line) => indent(palette.faint(`| ${printable(line)}`))),
    ...hintLines(event.hint, palette),
    ...(showDiff && diff !== undefined ? unifiedDiff(diff, palette).map(indent) : []),
  ];
}

const checkWord = (status: CheckEvent['status'], palette: Palette): string =>
  ({
    pass: palette.good('pass'),
    fail: palette.bad('FAIL'),
    warn: palette.warn('warn'),
    skip: palette.faint('skip'),
  })[status];

/** The answers to one check are together: its name is a heading unless it is `before`. */
export function checkLines(event: CheckEvent, palette: Palette, before?: string): Lines {
  const heading = event.check === before ? [] : [palette.strong(event.check)];
  const place = placeWords(event);
  const [first = '', ...rest] = printableLines(event.detail);
  const answer = [checkWord(event.status, palette), place, first].filter((word) => word !== '').join('  ');
  const evidence = (event.evidence ?? []).map((line) => indent(palette.faint(`| ${printable(line)}`)));
  return [...heading, `  ${answer}`, ...rest.map(indent), ...evidence, ...hintLines(event.hint, palette)];
}

/** `node1 broker-a: waiting for its port, 3.1 MB of 120 MB`; the instance is not named twice: "waiting for broker-a". */
export function progressText({
  host,
  instance,
  stage,
  bytes,
  totalBytes,
}: Omit<ProgressEvent, 'event'>): string {
  const isNamed = instance !== undefined && stage.includes(instance);
  const where = placeWords({ host, instance: isNamed ? undefined : instance });
  const total = totalBytes === undefined ? '' : ` of ${formatBytes(totalBytes)}`;
  const sent = bytes === undefined ? '' : `, ${formatBytes(bytes)}${total}`;
  return `${where === '' ? '' : `${where}: `}${printable(stage)}${sent}`;
}

/**
 * A document as it is; lines of a host or an instance each behind its name.
 * @param places those with output so far: each has a separate colour, and the lines of all are aligned
 */
export function outputText(event: OutputEvent, palette: Palette, places: readonly string[] = []): string {
  const ended = event.text === '' || event.text.endsWith('\n') ? event.text : `${event.text}\n`;
  const place = placeWords(event);
  if (place === '' || ended === '') return ended;
  const width = Math.max(...places.map(cellsOf), cellsOf(place));
  const paint = places.includes(place) ? palette.series(places.indexOf(place)) : palette.info;
  const prefix = paint(padCells(place, width));
  return printableLines(ended)
    .map((line) => `${prefix} ${line}\n`)
    .join('');
}
