import { describe, expect, test } from 'vitest';
import { parseId } from '../../src/model/resource-address.ts';
import { Schedule, type Scheduled } from '../../src/execute/schedule.ts';

/** "n1 file:a < n1 file:b, n2 file:c": a step and what it needs; with a "…" at its end it waits for something. */
function scheduled(text: string): Scheduled {
  const [own = '', needs = ''] = text.replace('…', '').split(' < ');
  const [host = '', id = ''] = own.trim().split(' ');
  const waits = text.endsWith('…') ? [{}] : [];
  return { host, ...parseId(id), needs: needs === '' ? [] : needs.split(', '), waits };
}

function schedule(...texts: string[]) {
  const steps = texts.map(scheduled);
  const found = new Schedule(steps);
  const named = (name: string): Scheduled => steps.find((step) => step.name === name)!;
  return {
    take: (host: string): string =>
      found
        .take(host)
        .map(({ name }) => name)
        .join(' '),
    end: (name: string, state: 'done' | 'failed'): void => found.end(named(name), state),
    block: (): string[] => found.block().map(({ step, culprit }) => `${step.name}: ${culprit}`),
    found,
  };
}

describe('a host’s next steps', () => {
  test('are those whose needs are done, and those that need these', () => {
    const { take } = schedule('n1 file:a', 'n1 file:b < n1 file:a', 'n1 file:c < n2 file:d', 'n2 file:d');
    expect([take('n1'), take('n2'), take('n3')]).toEqual(['a b', 'd', '']);
  });

  test('are taken once', () => {
    const { take, end } = schedule('n1 file:a', 'n1 file:b < n2 file:c', 'n2 file:c');
    expect([take('n1'), take('n1')]).toEqual(['a', '']);
    end('c', 'done');
    expect([take('n1'), take('n1')]).toEqual(['b', '']);
  });

  test('end with one that waits for something: what needs that comes by a later script', () => {
    const { take, end } = schedule('n1 file:a…', 'n1 file:b < n1 file:a', 'n1 file:c');
    expect(take('n1')).toBe('a c');
    expect(take('n1')).toBe('');
    end('a', 'done');
    expect(take('n1')).toBe('b');
  });

  test('are no more while what they need runs', () => {
    const { take, found } = schedule('n1 file:a', 'n2 file:b < n1 file:a');
    expect([take('n1'), take('n2')]).toEqual(['a', '']);
    expect([found.hasPending('n1'), found.hasPending('n2')]).toEqual([false, true]);
  });
});

describe('what is blocked', () => {
  test('needs something that failed, or that is blocked by it, and is told once', () => {
    const { take, end, block } = schedule('n1 file:a', 'n2 file:b < n1 file:a', 'n3 file:c < n2 file:b');
    expect([take('n1'), block()]).toEqual(['a', []]);
    end('a', 'failed');
    expect(block()).toEqual(['b: n1 file:a', 'c: n2 file:b']);
    expect([block(), take('n2'), take('n3')]).toEqual([[], '', '']);
  });

  test('needs something that is in no plan: its host could not be looked at', () => {
    const { block, take } = schedule('n1 file:a < lost file:x', 'n1 file:b');
    expect(block()).toEqual(['a: lost file:x']);
    expect(take('n1')).toBe('b');
  });
});

test('what is unfinished at the end: what failed, what was blocked, and what never came to run', () => {
  const { take, end, block, found } = schedule(
    'n1 file:a',
    'n1 file:b',
    'n2 file:c < n1 file:b',
    'n3 file:d',
  );
  take('n1');
  end('a', 'done');
  end('b', 'failed');
  block();
  expect([...found.unfinished]).toEqual(['n1 file:b', 'n2 file:c', 'n3 file:d']);
});
