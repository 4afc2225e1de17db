import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);

/** Words in capitals that are no codes: environment variables, RocketMQ's enumerations, codes of libraries and of the system. */
const NO_CODES =
  /^(RMQCTL_.*|XDG_.*|GIT(HUB|LAB)_.*|SSH_AUTH_SOCK|NO_COLOR|FORCE_COLOR|A?SYNC_MASTER|A?SYNC_FLUSH|SEND_OK|FLUSH_(DISK|SLAVE)_TIMEOUT|SLAVE_NOT_AVAILABLE|OTLP_GRPC|NOT_IN_(MEM|DISK)|EAI_AGAIN|MULTIPLE_DOCS|TAG_RESOLVE_FAILED|TAB_AS_INDENT|SINGLE_TAG|MISSING_CHAR|BLOCK_AS_IMPLICIT_KEY|BAD_SCALAR_START|BAD_INDENT|E[A-Z]+)$/;

const SOURCES = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(new URL(`src/${path}`, root), 'utf8'));

/** Two words and more wherever they stand in quotes; of one word those that are plainly given as a code. */
const CODES = new Set(
  SOURCES.flatMap((source) => [
    ...source.matchAll(/'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g),
    ...source.matchAll(/(?:code: |RmqctlError\(\s*|taken \? )'([A-Z]+)'/g),
  ])
    .map(([, code]) => code!)
    .filter((code) => !NO_CODES.test(code)),
);

/** Severities by code, as the page has them. */
const PAGE = new Map(
  [
    ...readFileSync(new URL('docs/reference/diagnostics.md', root), 'utf8').matchAll(
      /^\| `([A-Z0-9_]+)` \| ([a-z ]+) \| ./gm,
    ),
  ].map(([, code, severity]) => [code!, severity!.split(' or ')]),
);

it('the page of diagnostics lists every code of the source, and no other', () => {
  expect([...CODES].filter((code) => !PAGE.has(code)).sort()).toEqual([]);
  expect([...PAGE.keys()].filter((code) => !CODES.has(code))).toEqual([]);
});

it('each with the severities that the source gives it', () => {
  const given = SOURCES.flatMap((source) =>
    [...source.matchAll(/\b(error|warning|note)\(\s*'([A-Z0-9_]+)'/g)].map(
      ([, severity, code]) => [code!, severity!] as const,
    ),
  );
  expect(given.length).toBeGreaterThan(40);
  expect(given.filter(([code, severity]) => PAGE.get(code)?.includes(severity) !== true)).toEqual([]);
});
