import { expect, test } from 'vitest';
import {
  laterRequest,
  RequestCode,
  requestName,
  responseName,
} from '../../../../src/rocketmq/remoting/wire/codes.ts';
import { releaseOfAnswer, versionOrdinal } from '../../../../src/rocketmq/remoting/wire/version.ts';

test.each([
  ['3.2.6', 79],
  ['4.0.0', 213],
  ['4.0.0-incubating', 213],
  ['4.9.4', 401],
  ['4.9.8', 409],
  ['5.0.0', 413],
  ['5.1.4', 441],
  ['5.3.4', 481],
  ['5.5.0', 513],
])('%s and MQVersion %i are the same', (release, ordinal) => {
  expect(releaseOfAnswer(ordinal)).toBe(release.replace('-incubating', ''));
});

test.each([
  [0, undefined],
  [80, '3.x'],
  [212, '3.x'],
  [402, '4.9.4'], // a snapshot of the next one
])('MQVersion %i names %s', (ordinal, release) => {
  expect(releaseOfAnswer(ordinal)).toBe(release);
});

test.each([
  ['3.2.6', 79],
  ['4.0.0-incubating', 213],
  ['5.5.0', 513],
  ['3.0.0', 0],
])('MQVersion of %s is %i', (release, ordinal) => {
  expect(versionOrdinal(release)).toBe(ordinal);
});

test.each(['', '4.9', 'latest', '4.9.x', '4.9.4\n'])('"%s" is no release', (release) => {
  expect(() => versionOrdinal(release)).toThrow(expect.objectContaining({ code: 'REMOTING_RELEASE' }));
});

test('requests know their name and the release that brought them', () => {
  expect(laterRequest(RequestCode.GET_BROKER_HA_STATUS)).toEqual({ since: '5.0.0', learnBy: 28 });
  expect(laterRequest(RequestCode.GET_BROKER_CONFIG)).toBeUndefined();
  expect(requestName(106)).toBe('GET_BROKER_CLUSTER_INFO');
  expect(requestName(9999)).toBe('request 9999');
  expect(responseName(17)).toBe('TOPIC_NOT_EXIST (17)');
  expect(responseName(2015)).toBe('code 2015');
});
