import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { within, type Deadline } from '../../../src/rocketmq/remoting/client.ts';

const late = new Error('late');
const deadline = (over: Partial<Deadline> = {}): Deadline => ({
  timeoutMs: 5_000,
  timeoutError: () => late,
  signals: [],
  ...over,
});
const never = new Promise<never>(() => undefined);

describe('work within a deadline', () => {
  test('gives what it gives, and fails as it fails', async () => {
    await expect(within(deadline(), Promise.resolve(7))).resolves.toBe(7);
    const own = new Error('own');
    await expect(within(deadline(), Promise.reject(own))).rejects.toBe(own);
  });

  test('is not waited for beyond the time', async () => {
    await expect(within(deadline({ timeoutMs: 5 }), never)).rejects.toBe(late);
  });

  test('a failure after the time is nobody’s: no unhandled rejection', async () => {
    const failing = sleep(20).then(() => Promise.reject(new Error('too late')));
    await expect(within(deadline({ timeoutMs: 5 }), failing)).rejects.toBe(late);
    await sleep(40);
  });

  test('ends with the reason of any of its signals', async () => {
    const [one, two] = [new AbortController(), new AbortController()];
    const waiting = within(deadline({ signals: [one.signal, two.signal] }), never);
    two.abort('stop');
    await expect(waiting).rejects.toBe('stop');
  });

  test('does not begin to wait where a signal has been given', async () => {
    await expect(within(deadline({ signals: [AbortSignal.abort('gone')] }), never)).rejects.toBe('gone');
  });

  test('leaves nothing behind that listens', async () => {
    const { signal } = new AbortController();
    const added: unknown[] = [];
    const removed: unknown[] = [];
    signal.addEventListener = (...[, listener]: unknown[]) => void added.push(listener);
    signal.removeEventListener = (...[, listener]: unknown[]) => void removed.push(listener);
    for (let time = 0; time < 20; time += 1) await within(deadline({ signals: [signal] }), Promise.resolve());
    expect(added).toHaveLength(20);
    expect(removed).toEqual(added);
  });
});
