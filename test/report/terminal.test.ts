import { expect, test } from 'vitest';
import { createReporter } from '../../src/report/create-reporter.ts';
import { erase } from '../../src/report/terminal.ts';
import { stepEvent, summary } from '../sample/events.ts';
import { stage } from '../sample/streams.ts';
import { Screen } from './screen.ts';

const step = stepEvent({ resource: 'file:/x', action: 'create' });

async function open(columns = 60) {
  const screen = new Screen(columns);
  const size = { columns };
  const set = stage({ isTTY: true, stdout: screen, columns: () => size.columns });
  return { ...set, screen, size, reporter: await createReporter(set.options) };
}

test('one line a host, redrawn in place, with finished things above', async () => {
  const { reporter, screen, clock } = await open();
  reporter.emit({ event: 'progress', host: 'node1', stage: 'probing' });
  reporter.emit({ event: 'progress', host: 'node2', stage: 'connecting' });
  clock.advance(1200);
  expect(screen.lines).toEqual([
    expect.stringMatching(/^node1 +probing +1\.\d s$/),
    expect.stringMatching(/^node2 +connecting +1\.\d s$/),
  ]);
  reporter.emit(step);
  reporter.emit({ event: 'progress', host: 'node2', stage: 'waiting' });
  clock.advance(1200);
  expect(screen.lines).toEqual([
    '+ node1 create file:/x',
    expect.stringMatching(/^node1 +probing +2\.\d s$/),
    expect.stringMatching(/^node2 +waiting +1\.\d s$/),
  ]);
});

test('in the end the live view is gone and the summary stands', async () => {
  const { reporter, screen, clock } = await open();
  reporter.emit({ event: 'progress', host: 'node1', stage: 'probing' });
  reporter.emit(step);
  reporter.close(summary({ changed: 1 }));
  clock.advance(5000);
  expect(screen.lines).toEqual(['+ node1 create file:/x', 'deploy: done in 1.3 s; 1 changed; 2 hosts']);
  expect(clock.calls.size).toBe(0);
});

test('a terminal that becomes narrower: no line is left behind', async () => {
  const { reporter, screen, size, clock } = await open(100);
  reporter.emit(step);
  for (const host of ['node1', 'node2']) {
    reporter.emit({ event: 'progress', host, stage: 'uploading', bytes: 10, totalBytes: 20 });
  }
  clock.advance(500);
  size.columns = 40;
  screen.narrow(40);
  clock.advance(500);
  expect(screen.lines).toHaveLength(3);
  reporter.close(summary());
  expect(screen.lines[0]).toBe('+ node1 create file:/x');
  expect(screen.lines.slice(1).join('')).toBe('deploy: done in 1.3 s; nothing to change; 2 hosts');
});

test('a question has the screen for itself', async () => {
  const { reporter, screen, clock } = await open();
  reporter.emit({ event: 'progress', host: 'node1', stage: 'probing' });
  reporter.showPlan([{ ...step, status: 'planned' }]);
  const resume = reporter.suspend();
  const plan = ['node1', '  + create file:/x', '', '1 to change on 1 host'];
  screen.write('Go on? y\n');
  clock.advance(1000);
  expect(screen.lines).toEqual([...plan, 'Go on? y']);
  resume();
  clock.advance(1000);
  expect(screen.lines).toEqual([...plan, 'Go on? y', expect.stringMatching(/^node1 +probing/)]);
});

test('without progress nothing is redrawn', async () => {
  const { options, stdout, clock } = stage({ isTTY: true });
  const reporter = await createReporter(options);
  clock.advance(5000);
  reporter.emit({ event: 'output', text: 'document' });
  expect(stdout.text).toBe('document\n');
});

test.each([
  [[], 80, ''],
  [['a', 'b'], 80, '\u001b[2A\r\u001b[J'],
  [['x'.repeat(79), ''], 40, '\u001b[3A\r\u001b[J'],
  [['\u001b[1mbold\u001b[22m'], 4, '\u001b[1A\r\u001b[J'],
])('erasing %j in %d columns', (lines, columns, text) => expect(erase(lines, columns)).toBe(text));
