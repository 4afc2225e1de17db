import { describe, expect, test } from 'vitest';
import { configuration } from '../../../../src/checks/verify/checks/configuration.ts';
import { memberNamed } from '../../../../src/checks/verify/context.ts';
import { SMALLEST } from '../../../sample/inventories.ts';
import { contextFor, of, told, CONTEXT, TIMEOUT } from '../../../sample/verify.ts';
import { valuesIn } from '../../../../src/rocketmq/configuration/config-file.ts';

describe('configuration', () => {
  const rendered = memberNamed(CONTEXT, 'broker-a')!.config!;
  const values = valuesIn(rendered);
  const running = (key = '', value = '') =>
    new Map([...values, ...(key === '' ? [] : [[key, value] as const])]);
  const entries = [...values].map(([key, value]) => `${key}=${value}\n`).join('');
  const file = (from: RegExp | string = '', to = '') =>
    `# ${rendered.heading[0]}\n${entries.replace(from, to)}#read\n`;
  const rewritten = (more = '') => `${entries}${more}#read\n`;

  test.each([
    ['is the same three times', file(), running(), 'pass', /11 keys/],
    [
      'edited',
      file('=SYNC_FLUSH', '=ASYNC_FLUSH'),
      running(),
      'fail',
      /^flushDiskType is ASYNC_FLUSH in the file, wanted SYNC_FLUSH$/,
    ],
    ['with a blank', file('=SYNC_FLUSH', '=SYNC_FLUSH '), running(), 'fail', /is "SYNC_FLUSH " in the file/],
    ['without a key', file(/^brokerId=.*\n/m), running(), 'fail', /^brokerId is not in the file, wanted 0$/],
    ['with a key added', file(/$/, 'a=b\n'), running(), 'fail', /^a=b was added to the file$/],
    ['rewritten by the broker', rewritten('a=b\n'), running(), 'pass', /./],
    [
      'rewritten with another value',
      rewritten().replace('=10911', '=10921'),
      running(),
      'fail',
      /^listenPort is 10921 in the file/,
    ],
    [
      'swallowed',
      file(),
      running('brokerRole', 'ASYNC_MASTER'),
      'fail',
      /^brokerRole is ASYNC_MASTER in the running broker, wanted SYNC_MASTER$/,
    ],
    ['a number in its own form', file(), running('brokerId', '00'), 'pass', /./],
    [
      'wrong twice',
      file('=SYNC_FLUSH', '=X'),
      running('brokerName', 'broker-x'),
      'fail',
      /^brokerName is broker-x .* \(and 1 more\)$/,
    ],
    ['gone', '', running(), 'fail', /is not there/],
  ])('%s', (...[, text, live, status, detail]) => {
    const sight = { texts: { 'configuration broker-a': text }, answers: { 'running-config broker-a': live } };
    const [finding, ...rest] = of(configuration, CONTEXT, sight, 'broker-a');
    expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail) });
    expect(rest).toEqual([]);
  });

  test('of an instance that does not answer: the file is judged all the same', () => {
    const sight = {
      texts: { 'configuration broker-a': file('=0\n', '=7\n') },
      answers: { 'running-config broker-a': TIMEOUT },
    };
    expect(told(of(configuration, CONTEXT, sight, 'broker-a'))).toEqual(['broker-a fail', 'broker-a skip']);
  });

  test('values are compared by the types of the release that runs', () => {
    const key = 'timerWheelEnable';
    const context = contextFor(`${SMALLEST.replace('4.9.4', '5.3.3')}properties: { ${key}: "TRUE" }\n`);
    const { config } = memberNamed(context, 'broker-a')!;
    const live = new Map([...valuesIn(config!), [key, 'true']]);
    const text = `${[...valuesIn(config!)].map(([name, value]) => `${name}=${value}\n`).join('')}#read\n`;
    const answers = (version: string) => ({
      'running-config broker-a': live,
      'runtime broker-a': new Map([['brokerVersionDesc', version]]),
    });
    const status = (version: string) =>
      told(
        of(
          configuration,
          context,
          { texts: { 'configuration broker-a': text }, answers: answers(version) },
          'broker-a',
        ),
      );
    expect(status('V5_3_3')).toEqual(['broker-a pass']);
    expect(status('V4_9_4')).toEqual(['broker-a fail']); // no such key: text
  });
});
