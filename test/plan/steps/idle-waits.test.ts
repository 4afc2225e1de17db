import { expect, test } from 'vitest';
import { keyOf } from '../../../src/model/resource-address.ts';
import { withoutIdleWaits } from '../../../src/plan/steps/order.ts';

const addressOf = (name: string) => ({ host: 'h', kind: 'service', name });

function step(name: string, action: 'start' | 'restart', needs: readonly string[] = []) {
  return {
    ...addressOf(name),
    action,
    needs: needs.map((need) => keyOf(addressOf(need))),
    waits: [
      { kind: 'always' },
      ...(name.startsWith('broker') ? [{ kind: 'in-step', forRestarts: true }] : []),
    ],
  };
}

/** The names of the steps that still wait for the sake of a restart; whatever else they wait for stays. */
function confirmed(steps: ReturnType<typeof step>[]): string[] {
  const left = withoutIdleWaits(steps);
  expect(left.every(({ waits }) => waits.some(({ kind }) => kind === 'always'))).toBe(true);
  return left.filter(({ waits }) => waits.length > 1).map(({ name }) => name);
}

test('a first start confirms nobody: a new slave may have hours to copy', () => {
  expect(
    confirmed([step('namesrv', 'start'), step('broker-a', 'start'), step('broker-a-s', 'start')]),
  ).toEqual([]);
});

test('what is restarted is confirmed, and a slave that a restart waits for', () => {
  const steps = [step('broker-a-s', 'start'), step('broker-a', 'restart', ['broker-a-s'])];
  expect(confirmed(steps)).toEqual(['broker-a-s', 'broker-a']);
});

test('a new master is not, whatever waits for it: its slaves start after it', () => {
  const news = ['broker-b', 'broker-b-s'];
  const steps = [
    step('broker-b', 'start'),
    step('broker-b-s', 'start', ['broker-b']),
    step('broker-a-s', 'restart', news),
    step('broker-a', 'restart', ['broker-a-s', ...news]),
  ];
  expect(confirmed(steps)).toEqual(['broker-b-s', 'broker-a-s', 'broker-a']);
});
