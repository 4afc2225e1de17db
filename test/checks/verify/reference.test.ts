import { expect, test } from 'vitest';
import { CHECKS, checksOf } from '../../../src/checks/verify/registry.ts';
import { checksReference } from './checks-page.ts';

test('docs/reference/checks.md is what the code says', async () => {
  await expect(checksReference(CHECKS)).toMatchFileSnapshot('../../../docs/reference/checks.md');
});

test('every check has a name of its own', () => {
  expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
});

test('a quick verification asks for processes, ports and registration, and sends nothing', () => {
  const quick = checksOf('quick', { messages: true });
  expect(quick.map(({ id }) => id)).toEqual(['host', 'process', 'boot', 'ports', 'page', 'registration']);
  expect(quick.flatMap(({ questions = [] }) => questions).some(({ last }) => last)).toBe(false);
});

test('without messages, all but they are asked', () => {
  const ids = (messages: boolean) => checksOf('full', { messages }).map(({ id }) => id);
  expect(ids(true)).toEqual(CHECKS.map(({ id }) => id));
  expect(ids(false)).toEqual(ids(true).filter((id) => id !== 'messages'));
});
