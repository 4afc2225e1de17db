import { describe, expect, test } from 'vitest';
import { heapOf, heapOptions } from '../../../../src/rocketmq/heap.ts';
import { commonJvmOptions } from '../../../../src/rocketmq/jvm.ts';
import { releaseOf } from '../../../../src/rocketmq/releases.ts';
import { processCheck } from '../../../../src/checks/verify/checks/process.ts';
import { memberNamed } from '../../../../src/checks/verify/context.ts';
import { age, processOf } from '../../../../src/probes/process.ts';
import { SMALLEST } from '../../../sample/inventories.ts';
import { contextFor, of } from '../../../sample/verify.ts';

const context = contextFor(SMALLEST);
const member = memberNamed(context, 'broker-a')!;
const args = [
  ...heapOptions(heapOf(context.topology, member.instance, member.host.site.memory)),
  ...commonJvmOptions(8, releaseOf('4.9.4')),
];
/** 0.42 s after the host's start */
const STAT = `42 (java) S ${Array.from({ length: 18 }, () => '7').join(' ')} 42 1 1`;

const healthy = `restarts=0
returning=
exit-status=0
pid=42
digest=${member.service.digest}
user=rocketmq
stat=${STAT}
up=300.42
Max open files            655350               655350               files
arg=/usr/bin/java
${args.map((arg) => `arg=${arg}`).join('\n')}
arg=-c
`;

const down = (facts: string, words = '') => `${facts}\nlast-words\n${words}`;

const parseProcess = (text: string) =>
  processOf('nohup', member.service, member.service.ready).parse(text, { asked: 0, answered: 0 });

test('what /proc says is read', () => {
  const found = parseProcess(healthy);
  expect(found).toMatchObject({ pid: 42, state: 'S', user: 'rocketmq', openFiles: 655_350, restarts: 0 });
  expect(age(found)).toBeCloseTo(300);
});

test('the name of a process may hold anything', () => {
  const found = parseProcess(healthy.replace('(java)', '(a) b (c)'));
  expect(found.state).toBe('S');
  expect(age(found)).toBeCloseTo(300);
});

describe('a process', () => {
  test.each([
    ['runs well', healthy, 'pass', /^pid 42, for 5 min, as rocketmq$/],
    ['is down', down('restarts=0\nreturning=\nexit-status=143'), 'fail', /^broker-a does not run$/],
    [
      'is down, and nobody knows why',
      down('restarts=0\nreturning=\nexit-status=253'),
      'fail',
      /does not run \(exit status 253\)$/,
    ],
    [
      'died of a known cause',
      down('restarts=0\nreturning=\nexit-status=1', 'java.net.BindException: Address already in use\n'),
      'fail',
      /exit status 1\): a port it needs is taken/,
    ],
    [
      'was stopped on purpose, whatever it said before',
      down('restarts=0\nreturning=\nexit-status=143', 'java.net.BindException: Address already in use\n'),
      'fail',
      /^broker-a does not run$/,
    ],
    [
      'was stopped on purpose after it had been started again',
      down('restarts=7\nreturning=\nexit-status=143'),
      'fail',
      /^broker-a does not run$/,
    ],
    [
      'waits to be started again',
      down('restarts=7\nreturning=yes\nexit-status=253', 'No space left on device\n'),
      'fail',
      /restarts in a loop: systemd has started it again 7 times \(exit status 253\): a disk is full/,
    ],
    [
      'has just been started again, as so often',
      healthy.replace('restarts=0', 'restarts=7').replace('up=300.42', 'up=3'),
      'fail',
      /restarts in a loop/,
    ],
    [
      'was started again, and runs on',
      healthy.replace('restarts=0', 'restarts=1'),
      'warn',
      /started again by systemd once/,
    ],
    [
      'was started again long ago',
      healthy.replace('restarts=0', 'restarts=9').replace('up=300.42', 'up=90000'),
      'pass',
      /for 25 h/,
    ],
    [
      'runs with other settings',
      healthy.replace(/digest=.*/, 'digest=x'),
      'fail',
      /started from other settings/,
    ],
    ['was started by hand', healthy.replace(/digest=.*/, 'digest='), 'fail', /started from other settings/],
    [
      'runs as another user',
      healthy.replace('user=rocketmq', 'user=root'),
      'fail',
      /runs as root, not rocketmq/,
    ],
    [
      'has another heap',
      healthy.replace(/arg=-Xmx\w+/, 'arg=-Xmx9g'),
      'fail',
      /its JVM runs with -Xmx9g, not -Xmx/,
    ],
    ['lacks an option', healthy.replace(/arg=-XX:\+UseG1GC\n/, ''), 'fail', /without -XX:\+UseG1GC/],
    [
      'has an option twice: the last counts',
      healthy.replace('arg=-c', 'arg=-Xmx64m\narg=-c'),
      'fail',
      /with -Xmx64m, not/,
    ],
    ['is frozen', healthy.replace(') S ', ') T '), 'fail', /stopped by a signal/],
    ['may open few files', healthy.replace('655350 ', '1024 '), 'warn', /may open 1024 files/],
  ])('%s', (_name, text, status, detail) => {
    const [finding] = of(processCheck, context, { texts: { 'process broker-a': text } }, 'broker-a');
    expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  test('on a host that could not be looked at is not judged', () => {
    expect(of(processCheck, context, {}, 'broker-a')).toEqual([]);
  });

  test.each([
    ['systemd', 'kill -CONT 42 on the host, or systemctl restart'],
    ['nohup', 'kill -CONT 42 on the host'],
  ])('that is frozen under %s is woken by what is there', (supervisor, hint) => {
    const kept = contextFor(`${SMALLEST}supervisor: ${supervisor}\n`);
    const texts = { 'process broker-a': healthy.replace(') S ', ') T ') };
    expect(of(processCheck, kept, { texts }, 'broker-a')).toMatchObject([{ hint }]);
  });

  test('that died shows the line that tells why', () => {
    const text = down(
      'restarts=0\nreturning=\nexit-status=1',
      '--- /l/console.log\nx\njava.net.BindException: y\nz\n',
    );
    const [finding] = of(processCheck, context, { texts: { 'process broker-a': text } }, 'broker-a');
    expect(finding?.evidence).toEqual(['java.net.BindException: y']);
  });
});
