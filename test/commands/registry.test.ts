import { describe, expect, test } from 'vitest';
import { kebab } from '../../src/commands/frame/arguments.ts';
import { commonOptions } from '../../src/commands/frame/common-options.ts';
import { registry } from '../../src/commands/registry.ts';
import { rmqctl } from '../sample/world.ts';

test('the help lists every command and the common options, without loading a command', async () => {
  const sealed = registry.map((entry) => ({ ...entry, load: () => Promise.reject(new Error('loaded')) }));
  const { code, out, err } = await rmqctl(['--help'], { entries: sealed });
  expect([code, err]).toEqual([0, '']);
  for (const { name, summary } of registry)
    expect(out).toMatch(new RegExp(`rmqctl ${name} +${summary.slice(0, 20)}`));
  for (const key of Object.keys(commonOptions)) expect(out).toContain(`--${kebab(key)}`);
});

describe.each(registry.map((entry) => [entry.name, entry] as const))('%s', (name, entry) => {
  test('is loaded with its name and its summary', async () => {
    const command = await entry.load();
    expect([command.name, command.summary]).toEqual([name, entry.summary]);
  });

  test('has help with its usage, its options and an example', async () => {
    const command = await entry.load();
    const { code, out, err } = await rmqctl([name, '--help']);
    expect([code, err]).toEqual([0, '']);
    const words = Object.keys(command.arguments).map((key) => key.toUpperCase());
    expect(out).toMatch(
      new RegExp(`^rmqctl ${name} ${words.map((word) => `\\[?${word}\\]? `).join('')}\\[options\\]`),
    );
    expect(out).toContain(command.example);
    for (const [key, option] of Object.entries(command.options)) {
      expect(out).toContain(`--${kebab(key)}`);
      expect(out.replaceAll(/\s+/g, ' ')).toContain(option.summary);
    }
  });

  test('has no option that hides a common one', async () => {
    const command = await entry.load();
    const aliases = Object.values(commonOptions).flatMap((option) =>
      'alias' in option ? [option.alias] : [],
    );
    const own = Object.entries(command.options);
    expect(own.filter(([key]) => key in commonOptions || key in command.arguments)).toEqual([]);
    expect(own.filter(([, { alias }]) => aliases.some((common) => common === alias))).toEqual([]);
  });
});
