import { expect, test } from 'vitest';
import type { InstanceEvent } from '../../src/model/events.ts';
import { createReporter } from '../../src/report/create-reporter.ts';
import { formatUptime, statusLines } from '../../src/report/status-table.ts';
import { summary } from '../sample/events.ts';
import { plain, stage } from '../sample/streams.ts';

const up: InstanceEvent = {
  event: 'instance',
  host: 'node1',
  instance: 'broker-a-s',
  role: 'slave',
  state: 'up',
  address: '10.0.0.1:11011',
  pid: 4711,
  uptime: 3725,
  restarts: 0,
  version: '4.9.4',
  in: 1234.5,
  out: 0.25,
  lag: 2048,
  disk: 0.424,
};
const down: InstanceEvent = {
  event: 'instance',
  host: 'node2',
  instance: 'namesrv-node2',
  role: 'namesrv',
  state: 'down',
  address: '10.0.0.2:9876',
  detail: 'it does not run',
};

test('one line an instance, aligned; what is not known is a dash; why one is down stands below', () => {
  expect(statusLines([up, down], plain)).toEqual([
    'INSTANCE       HOST   STATE   PID  UPTIME  ROLE     ADDRESS         VERSION  IN/S  OUT/S     LAG  DISK',
    'broker-a-s     node1  up     4711   1h 2m  slave    10.0.0.1:11011  4.9.4    1235    0.3  2.0 kB   42%',
    'namesrv-node2  node2  down      -       -  namesrv  10.0.0.2:9876   -           -      -       -     -',
    '  namesrv-node2: it does not run',
  ]);
  expect(statusLines([], plain)).toEqual([]);
});

test('an instance that systemd had to start again says so', () => {
  expect(statusLines([{ ...up, restarts: 3 }], plain)[1]).toContain('up, restarted 3 times');
});

test.each([
  [0.4, '0s'],
  [59.9, '59s'],
  [185, '3m 5s'],
  [7800, '2h 10m'],
  [1_047_600, '12d 3h'],
])('an uptime of %d seconds is %s', (seconds, text) => expect(formatUptime(seconds)).toBe(text));

test('the table comes at the end, on standard output; --quiet leaves what is up out', async () => {
  for (const quiet of [false, true]) {
    const { options, stdout, stderr } = stage({ quiet });
    const reporter = await createReporter(options);
    reporter.emit(up);
    reporter.emit(down);
    expect(stdout.text).toBe('');
    reporter.close(summary({ command: 'status', exitCode: 6 }));
    expect(stderr.text).toBe('');
    expect(stdout.text.includes('broker-a-s')).toBe(!quiet);
    expect(stdout.text).toContain('namesrv-node2');
    expect(stdout.text).toContain('status: not everything is up');
  }
});

test('output is aligned behind its places; standard error goes to standard error', async () => {
  const { options, stdout, stderr } = stage();
  const reporter = await createReporter(options);
  reporter.emit({ event: 'output', host: 'node1', instance: 'broker-a-s', text: 'one' });
  reporter.emit({ event: 'output', host: 'n2', instance: 'b', text: 'two\nthree' });
  reporter.emit({ event: 'output', text: 'bare\n', stream: 'stderr' });
  expect(stdout.lines).toEqual(['node1 broker-a-s one', 'n2 b             two', 'n2 b             three']);
  expect(stderr.text).toBe('bare\n');
});
