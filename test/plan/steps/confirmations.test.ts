import { expect, test } from 'vitest';
import { keyOf } from '../../../src/model/resource-address.ts';
import { withoutIdleConfirmations } from '../../../src/plan/steps/confirmations.ts';

const replica = (instance: string) => ({ instance, host: 'h', address: '10.0.0.1', port: 10911 });

const addressOf = (name: string) => ({ host: 'h', kind: 'service', name });

function step(name: string, action: 'start' | 'restart', needs: readonly string[] = []) {
  const master = replica(name.replace('-s', ''));
  const confirm = { version: '5.5.0', master, haPort: 10912, slaves: [], instance: name };
  return {
    ...addressOf(name),
    action,
    needs: needs.map((need) => keyOf(addressOf(need))),
    confirm: name.startsWith('broker') ? confirm : undefined,
  };
}

const confirmed = (steps: ReturnType<typeof step>[]): string[] =>
  withoutIdleConfirmations(steps)
    .filter(({ confirm }) => confirm !== undefined)
    .map(({ name }) => name);

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
