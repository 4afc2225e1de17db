import { printable } from '../units.ts';

/** Text as HTML without Markdown of GitHub or GitLab, on one line and without the bars that end a table's cell. */
export function escapeCell(text: string): string {
  return printable(text.replaceAll(/\r?\n/g, ' '))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]#|~@$]/g, (character) => `&#${character.codePointAt(0)};`);
}

/** Text as code, within a line. */
export function code(text: string): string {
  return text === '' ? '' : `<code>${escapeCell(text)}</code>`;
}

/** Lines as they are, in a fence longer than any in them. */
export function fenced(lines: readonly string[], language = ''): string {
  const runs = lines.flatMap((line) => [...line.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(2, ...runs) + 1);
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

/** A body that is shown when its heading is clicked. @param summary HTML */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A table; nothing for no rows. @param rows cells as Markdown */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}
