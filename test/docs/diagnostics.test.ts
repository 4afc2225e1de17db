import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Row, Section } from '../../src/diagnostics/row.ts';
import { SECTIONS } from '../../src/diagnostics/table.ts';
import { ExitCode } from '../../src/errors.ts';

const PAGE = '../../docs/reference/diagnostics.md';

const INTRODUCTION = `# Diagnostics

Everything rmqctl reports about an inventory, a host or a run, by code. Codes are stable: scripts may rely on them.
With \`--json\` each diagnostic is an event \`diagnostic\` (see events.schema.json); one about the inventory has file, line and
column. An **error** ends the run with the exit code in its row, an error in the inventory before any host is contacted;
**warnings** and **notes** do not change the exit code. This page is generated from src/diagnostics.
`;

function line(code: string, row: Row, exit: Section['exit']): string {
  const severity = row.softer === undefined ? row.severity : `${row.severity} or ${row.softer}`;
  const ends = row.severity === 'error' ? String(ExitCode[row.exit ?? exit]) : '';
  return `| \`${code}\` | ${severity} | ${ends} | ${row.meaning} | ${row.remedy} |\n`;
}

function sectionText({ title, preface, exit, rows }: Section): string {
  const lines = Object.entries(rows).map(([code, row]) => line(code, row, exit));
  const head = '| code | severity | exit | meaning | remedy |\n|---|---|---|---|---|\n';
  return `\n## ${title}\n\n${preface === undefined ? '' : `${preface}\n\n`}${head}${lines.join('')}`;
}

it('the reference page is the table', async () => {
  const page = INTRODUCTION + SECTIONS.map((each: Section) => sectionText(each)).join('');
  await expect(page).toMatchFileSnapshot(PAGE);
});

const root = new URL('../../src/', import.meta.url);
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('diagnostics/'))
  .map((path) => readFileSync(new URL(path, root), 'utf8'))
  .join('\n');

const rows = SECTIONS.flatMap(({ rows: all }: Section) => Object.entries(all));

it('every row is used', () => {
  expect(rows.filter(([code]) => !sources.includes(`'${code}'`)).map(([code]) => code)).toEqual([]);
});

it('a code has one row', () => {
  const codes = rows.map(([code]) => code);
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
});

it('every message and hint is one sentence without a full stop', () => {
  const texts = rows.flatMap(([, { message, hint = '' }]) => [message, hint]);
  expect(texts.filter((text) => /[^.]\.$/.test(text) || /\bplease\b/i.test(text))).toEqual([]);
});
