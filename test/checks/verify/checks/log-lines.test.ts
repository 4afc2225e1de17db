import { describe, expect, test } from 'vitest';
import { explainLogLine, isNoise } from '../../../../src/checks/verify/checks/errors.ts';

describe('a line of a log', () => {
  test.each([
    ['read socket[/10.0.0.9:4711] < 0', true],
    ['processReadEvent error', true],
    ['processReadEvent exception', true],
    ['ERROR FlowMonitor - Interrupted', true],
    ['registerBroker Exception, 10.0.0.1:9876', false],
    ['Interrupted', false],
  ])('%s is noise: %s', (line, noise) => expect(isNoise(line)).toBe(noise));

  test.each([
    ['SyncTopicConfig Exception, 10.0.0.1:10911', /could not copy topics and offsets/, false],
    ['syncConsumerOffset Exception', /could not copy topics and offsets/, false],
    ['registerBroker Exception, 10.0.0.1:9876', /could not register/, false],
    ['Failed to register current broker to name server', /could not register/, false],
    ['physic disk maybe full soon 0.91', /disk of the store is nearly full/, false],
    ['logics disk will be full soon', /disk of the store is nearly full/, false],
    ['Lock failed,MQ already started', /another process holds the lock/, true],
  ])('%s: %s', (line, cause, lasting) => {
    expect(explainLogLine(line)).toMatchObject({
      cause: expect.stringMatching(cause),
      lasting,
      hint: expect.any(String),
    });
  });

  test('one that nobody knows is not explained', () => expect(explainLogLine('odd')).toBeUndefined());
});
