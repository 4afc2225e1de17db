import { describe, expect, test } from 'vitest';
import { Slots } from '../../../src/transport/ssh/slots.ts';

/** Takes a slot, and tells in `log` when it has it. */
async function taken(slots: Slots, name: string, log: string[]): Promise<() => void> {
  const give = await slots.take();
  log.push(name);
  return give;
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('sessions on one connection', () => {
  test('no more at once than the server allows; the others wait their turn', async () => {
    const slots = new Slots(2);
    const log: string[] = [];
    const gives = ['a', 'b', 'c', 'd'].map((name) => taken(slots, name, log));
    await settled();
    expect([log.join(), slots.full]).toEqual(['a,b', true]);
    (await gives[0]!)();
    await settled();
    expect(log.join()).toBe('a,b,c');
    (await gives[1]!)();
    (await gives[2]!)();
    (await gives[3]!)();
    expect(slots.full).toBe(false);
  });

  test('a slot is given back once, however often one says so', async () => {
    const slots = new Slots(1);
    const log: string[] = [];
    const give = await taken(slots, 'a', log);
    give();
    give();
    await taken(slots, 'b', log);
    void taken(slots, 'c', log);
    await settled();
    expect(log.join()).toBe('a,b');
  });

  test('a refusal lowers the limit to what is open', async () => {
    const slots = new Slots(10);
    const log: string[] = [];
    const gives = await Promise.all(['a', 'b', 'c'].map((name) => taken(slots, name, log)));
    expect(slots.refused()).toBe(true);
    gives[2]!(); // the one that was refused
    void taken(slots, 'd', log);
    await settled();
    expect([log.join(), slots.full]).toEqual(['a,b,c', true]);
    gives[0]!();
    await settled();
    expect(log.join()).toBe('a,b,c,d');
  });

  test('a refusal of the only one is not worth waiting for', async () => {
    const slots = new Slots(10);
    await slots.take();
    expect(slots.refused()).toBe(false);
  });
});
