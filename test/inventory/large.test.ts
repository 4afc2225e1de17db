import { expect, it } from 'vitest';
import { read } from '../sample/inventories.ts';

/** A cluster of so many hosts: a master on each, its slave on the next. */
function cluster(size: number): string {
  const numbers = Array.from({ length: size }, (_, index) => index);
  const hosts = numbers.map(
    (n) => `  node${n}: { address: 10.${Math.floor(n / 250)}.0.${(n % 250) + 1}, memory: 64g }`,
  );
  const brokers = numbers.map((n) => `  broker-${n}: [node${n}, node${(n + 1) % size}]`);
  return [
    'cluster: large\nversion: 5.3.3\nmode: async\nhosts:',
    ...hosts,
    'namesrv: [node0, node1, node2]\nbrokers:',
    ...brokers,
    'heap: { broker: { size: 8g, direct: 4g } }\nproperties: { fileReservedTime: 72 }\n',
  ].join('\n');
}

/** Milliseconds of processor time, which other work on the machine changes little. */
function cpuTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

it('the time to read an inventory grows with its hosts, not with their square', () => {
  const [small, large] = [cluster(250), cluster(2000)];
  expect(read(large).diagnostics).toEqual([]);
  const times = [small, large].map((text) => Math.min(...[1, 2, 3].map(() => cpuTime(() => read(text)))));
  // eight times as many hosts: a rule that compares each with each would take sixty-four times as long
  expect(times[1]! / times[0]!).toBeLessThan(24);
}, 60_000);
