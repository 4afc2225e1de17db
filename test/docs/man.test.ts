import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { kebab } from '../../src/commands/frame/arguments.ts';
import { troff } from '../../src/commands/frame/man-page.ts';
import { registry } from '../../src/commands/registry.ts';
import { rmqctl } from '../sample/world.ts';

test('text is text in troff', () => {
  expect(troff('.x\n-y\\z')).toBe('\\&.x\n\\-y\\ez');
  expect(troff('a–b')).toBe(String.raw`a\[u2013]b`);
  expect(troff("a 'b'\n'c'")).toBe("a 'b'\n\\&'c'");
});

test('it reads well: every command and option is there, and groff warns of nothing', async ({ skip }) => {
  const { out } = await rmqctl(['man']);
  const groff = spawnSync('groff', ['-man', '-Tascii', '-ww', '-P-c', '-P-b', '-P-u'], {
    input: out,
    encoding: 'utf8',
  });
  if (groff.error !== undefined) skip('there is no groff here');
  expect([groff.status, groff.stderr]).toEqual([0, '']);
  for (const { name, load } of registry) {
    expect(groff.stdout).toMatch(new RegExp(`^   ${name}$`, 'm'));
    const command = await load();
    for (const key of Object.keys(command.options)) expect(groff.stdout).toContain(`--${kebab(key)}`);
  }
});
