/**
 * The workflow commands of GitHub Actions.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
import type { CheckEvent, DiagnosticEvent, RmqctlEvent, StepEvent } from '../../model/events.ts';
import { placeWords } from '../units.ts';

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  readonly hint?: string | undefined;
  /** where in the repository */
  readonly place?: Record<string, string | number | undefined> | undefined;
}

function command({ level, title, message, hint, place }: Annotation): string {
  const words = Object.entries<string | number | undefined>({ ...place, title })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`]))
    .join(',');
  const text = hint === undefined ? message : `${message}\nhint: ${hint}`;
  return `::${level} ${words}::${escapeData(text)}`;
}

function ofDiagnostic(event: DiagnosticEvent, fileName: (file: string) => string): Annotation | undefined {
  const { severity, code, message, hint, file, line, column, host } = event;
  if (severity === 'note') return undefined;
  const place = file === undefined || file === '-' ? undefined : { file: fileName(file), line, col: column };
  const title = host === undefined || message.includes(host) ? code : `${code} (${host})`;
  return { level: severity, title, message, hint, place };
}

function ofStep({ status, resource, summary = '', hint, ...where }: StepEvent): Annotation | undefined {
  if (status !== 'failed') return undefined;
  return { level: 'error', title: `${placeWords(where)} ${resource}`, message: summary, hint };
}

function ofCheck({ check, status, detail, hint, ...where }: CheckEvent): Annotation | undefined {
  if (status !== 'fail' && status !== 'warn') return undefined;
  const title = [check, placeWords(where)].filter((word) => word !== '').join(' ');
  return { level: status === 'fail' ? 'error' : 'warning', title, message: detail, hint };
}

/**
 * The annotation of what went wrong or may go wrong; what is blocked by a failure is not annotated beside it.
 * @param fileName a file as the repository calls it
 */
export function annotate(event: RmqctlEvent, fileName: (file: string) => string): readonly string[] {
  let found: Annotation | undefined;
  if (event.event === 'diagnostic') found = ofDiagnostic(event, fileName);
  else if (event.event === 'step') found = ofStep(event);
  else if (event.event === 'check') found = ofCheck(event);
  return found === undefined ? [] : [command(found)];
}

export const githubFold = {
  open: (_name: string, title: string): string => `::group::${escapeData(title)}`,
  close: (): string => '::endgroup::',
};

/**
 * A line without workflow commands: the runner takes `::name::` at the start of a line, white space before it or not, and the
 * older `##[name]` anywhere in it.
 */
export function harmless(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1:\u200b').replaceAll('##[', '##\u200b[');
}
