import { describe, expect, test } from 'vitest';
import { reveal } from '../../../src/redaction/secret.ts';
import { contentText } from '../../../src/rocketmq/configuration/config-file.ts';
import { comparable, isRewritten, keepsEntries } from '../../../src/rocketmq/configuration/on-host.ts';
import { readableProperties } from '../../../src/rocketmq/configuration/properties-text.ts';
import { propertyFile } from '../../sample/properties.ts';

const CONFIG = propertyFile(
  { brokerName: 'broker-a', listenPort: '10911' },
  {
    heading: ['broker-a of shop; written by rmqctl: change the inventory, not this file'],
    rewritten: true,
  },
);
const WANTED = reveal(contentText(CONFIG));
const REWRITTEN =
  '#Sun Nov 22 07:00:00 UTC 2026\nlistenPort=10911\nclientSocketRcvBufSize=131072\nbrokerName=broker-a\n';

describe('a property file that a broker has written over ours', () => {
  test.each([
    ['as rewritten', REWRITTEN, true],
    ['with another value', REWRITTEN.replace('10911', '10921'), false],
    ['without a key', REWRITTEN.replace('listenPort=10911\n', ''), false],
    ['spelled otherwise', REWRITTEN.replace('listenPort=', 'listenPort : '), true],
    ['empty', '', false],
    ['so broken that nobody can read it', `${REWRITTEN}x=\\u12\n`, false],
  ])('%s: keeps what is wanted: %s', (_name, found, keeps) =>
    expect(keepsEntries(CONFIG, found)).toBe(keeps),
  );

  test.each([
    ['a broker’s is shown without its other keys, in our order', REWRITTEN, WANTED],
    [
      'one with another value shows that',
      REWRITTEN.replace('10911', '10921'),
      WANTED.replace('10911', '10921'),
    ],
    [
      'one without a key lacks its line',
      REWRITTEN.replace('listenPort=10911\n', ''),
      WANTED.replace('listenPort=10911\n', ''),
    ],
    ['one that is broken is shown as it is', 'x=\\u12\n', 'x=\\u12\n'],
    ['none is shown as nothing', '', ''],
  ])('%s', (_name, found, shown) => expect(comparable(CONFIG, found)).toBe(shown));

  test('one that begins with our comment was edited by somebody: it is shown as it is', () => {
    const edited = WANTED.replace('10911', '10921').concat('added=1\n');
    expect(comparable(CONFIG, edited)).toBe(edited);
    expect(keepsEntries(CONFIG, edited)).toBe(false);
  });

  test('only a process that writes its file anew is forgiven other keys', () => {
    expect([REWRITTEN, WANTED, ''].map(isRewritten)).toEqual([true, false, false]);
    const { rewritten: _, ...once } = CONFIG;
    expect(keepsEntries(once, REWRITTEN)).toBe(false);
    expect(comparable(once, REWRITTEN)).toBe(REWRITTEN);
  });

  test('entries are read where they can be', () => {
    expect(readableProperties('a=b\nc=d\n')).toEqual(
      new Map([
        ['a', 'b'],
        ['c', 'd'],
      ]),
    );
    expect(readableProperties('a=\\uXYZW\n')).toBeUndefined();
  });
});
