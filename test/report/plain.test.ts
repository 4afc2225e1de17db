import { describe, expect, test } from 'vitest';
import type { RmqctlEvent, StepEvent } from '../../src/model/events.ts';
import { createReporter } from '../../src/report/create-reporter.ts';
import type { ReporterOptions } from '../../src/report/reporter.ts';
import { progressEvent as progress, stepEvent, summary } from '../sample/events.ts';
import { stage } from '../sample/streams.ts';

const step = (over: Partial<StepEvent> = {}): StepEvent =>
  stepEvent({ resource: 'file:/x', action: 'create', ...over });

async function open(over: Partial<ReporterOptions> = {}) {
  const stageSet = stage(over);
  return { ...stageSet, reporter: await createReporter(stageSet.options) };
}

async function told(events: readonly RmqctlEvent[], over: Partial<ReporterOptions> = {}) {
  const { reporter, stdout, stderr } = await open(over);
  for (const event of events) reporter.emit(event);
  reporter.close(summary({ changed: 1 }));
  return { out: stdout.lines, err: stderr.lines };
}

const CLOSING = 'deploy: done in 1.3 s; 1 changed; 2 hosts';

describe('one line an event that matters', () => {
  test('steps and checks, but no progress and nothing unchanged', async () => {
    const events: RmqctlEvent[] = [
      progress('probing'),
      step(),
      step({ status: 'unchanged', action: 'none' }),
      { event: 'check', check: 'ports', host: 'node1', status: 'pass', detail: 'open' },
      { event: 'check', check: 'ports', host: 'node2', status: 'pass', detail: 'open' },
    ];
    expect((await told(events)).out).toEqual([
      '+ node1 create file:/x',
      'ports',
      '  pass  node1  open',
      '  pass  node2  open',
      CLOSING,
    ]);
  });

  test('a host that was lost is told once, though a check says it too', async () => {
    const message = 'node2: no answer';
    const lost: RmqctlEvent[] = [
      { event: 'diagnostic', severity: 'error', code: 'HOST_UNREACHABLE', message, host: 'node2' },
      { event: 'check', check: 'host', host: 'node2', status: 'fail', detail: message },
      { event: 'check', check: 'host', host: 'node3', status: 'fail', detail: message },
    ];
    expect((await told(lost)).out).toEqual([
      'error HOST_UNREACHABLE node2: no answer',
      'host',
      '  FAIL  node3  node2: no answer',
      CLOSING,
    ]);
  });

  test('--verbose adds stages, once each, what did not change, and diffs', async () => {
    const diff = { path: '/x', before: '', after: 'a\n' };
    const events = [progress('probing'), progress('probing'), step({ status: 'unchanged' }), step({ diff })];
    expect((await told(events, { verbose: true })).out).toEqual([
      '... node1: probing',
      '  node1 unchanged file:/x',
      '+ node1 create file:/x',
      '    --- /dev/null',
      '    +++ /x',
      '    @@ -0,0 +1,1 @@',
      '    +a',
      CLOSING,
    ]);
  });

  test('--quiet says only what went wrong, and no closing line when all is well', async () => {
    const events: RmqctlEvent[] = [
      step(),
      step({ status: 'failed' }),
      { event: 'check', check: 'ports', status: 'pass', detail: 'open' },
      { event: 'check', check: 'ports', status: 'fail', detail: 'closed' },
      { event: 'diagnostic', severity: 'note', code: 'N', message: 'note' },
      { event: 'diagnostic', severity: 'warning', code: 'W', message: 'warning' },
    ];
    expect((await told(events, { quiet: true })).out).toEqual([
      '+ node1 FAILED create file:/x',
      'ports',
      '  FAIL  closed',
      'warning W warning',
    ]);
  });

  test('planned steps are shown together at the end', async () => {
    const events = [
      step({ status: 'planned' }),
      progress('probing'),
      step({ status: 'planned', host: 'node2' }),
    ];
    expect((await told(events)).out).toEqual([
      'node1',
      '  + create file:/x',
      '',
      'node2',
      '  + create file:/x',
      '',
      '2 to change on 2 hosts',
      '',
      CLOSING,
    ]);
  });

  test('where stdout is a document, all else goes to stderr and there is no closing line', async () => {
    const events: RmqctlEvent[] = [
      { event: 'output', text: '{}' },
      { event: 'diagnostic', severity: 'warning', code: 'W', message: 'warning' },
    ];
    expect(await told(events, { document: true })).toEqual({ out: ['{}'], err: ['warning W warning'] });
  });
});

describe('the heartbeat', () => {
  test('a line at least every ten seconds while something is awaited', async () => {
    const { reporter, stdout, clock } = await open();
    const times: number[] = [0];
    for (const wait of Array.from({ length: 600 }, () => 100)) {
      const before = stdout.lines.length;
      clock.advance(wait);
      if (clock.milliseconds === 25_000) reporter.emit(step());
      if (stdout.lines.length > before) times.push(clock.milliseconds);
    }
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_000);
    expect(times.length).toBeLessThan(12);
  });

  test('says what goes on, and for how long', async () => {
    const { reporter, stdout, clock } = await open();
    reporter.emit(progress('probing'));
    clock.advance(2000);
    reporter.emit({ event: 'progress', host: 'node1', instance: 'broker-a', stage: 'waiting for its port' });
    reporter.emit({ event: 'progress', host: 'node2', stage: 'uploading', bytes: 1000, totalBytes: 2000 });
    clock.advance(6000);
    expect(stdout.lines).toEqual([
      '... node1 broker-a: waiting for its port (6.0 s); node2: uploading, 1.0 kB of 2.0 kB (6.0 s)',
    ]);
  });

  test('names a few hosts and counts the others; a host that is done is not named', async () => {
    const { reporter, stdout, clock } = await open();
    for (const host of ['a', 'b', 'c', 'd', 'e', 'f']) reporter.emit(progress('probing', { host }));
    reporter.emit({ event: 'progress', host: 'a', stage: 'probing', done: true });
    clock.advance(8000);
    expect(stdout.lines).toEqual([
      '... b: probing (8.0 s); c: probing (8.0 s); d: probing (8.0 s); e: probing (8.0 s); 1 more',
    ]);
  });

  test('with nothing known it still says something, and after the close nothing', async () => {
    const { reporter, stdout, clock } = await open();
    clock.advance(8000);
    expect(stdout.lines).toEqual(['... still running (8.0 s)']);
    reporter.close(summary());
    const after = stdout.lines.length;
    clock.advance(60_000);
    expect(stdout.lines).toHaveLength(after);
    expect(clock.calls.size).toBe(0);
  });

  test.each(['quiet', 'document'] as const)('none when %s', async (word) => {
    const { stdout, stderr, clock } = await open({ [word]: true });
    clock.advance(60_000);
    expect(stdout.text + stderr.text).toBe('');
  });
});
