import { describe, expect, test } from 'vitest';
import { isTuned, KERNEL_SETTINGS } from '../../src/hosts/tuning.ts';

describe('settings of the kernel', () => {
  const setting = (name: string) => KERNEL_SETTINGS.find((one) => one.name === name)!;
  test.each([
    ['vm/max_map_count', 65530, false],
    ['vm/max_map_count', 655360, true],
    ['vm/max_map_count', 1048576, true],
    ['vm/overcommit_memory', 0, false],
    ['vm/overcommit_memory', 1, true],
    ['vm/overcommit_memory', 2, false],
    ['vm/swappiness', 60, false],
    ['vm/swappiness', 1, true],
    ['vm/swappiness', 0, true],
  ])('%s of %i is as it should be: %s', (name, found, tuned) =>
    expect(isTuned(setting(name), found)).toBe(tuned),
  );

  test('what is wanted is itself enough', () => {
    for (const one of KERNEL_SETTINGS) expect(isTuned(one, one.value)).toBe(true);
  });

  test('none of them can lose acknowledged messages', () => {
    expect(KERNEL_SETTINGS.map(({ name }) => name).filter((name) => name.includes('dirty'))).toEqual([]);
  });
});
