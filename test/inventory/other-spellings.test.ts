import { describe, expect, it } from 'vitest';
import { brief, marked, read, SOUND, sound } from '../sample/inventories.ts';

/** What people write who come from other tools, other versions of YAML, or another idea of an inventory. */

type Row = readonly [text: string, found: string, hint: RegExp | undefined];

const ofNode1 = (value: string): string => sound('10.0.0.1', value);
const ofBrokerB = (value: string): string => sound('broker-b: [node2, node1]', `broker-b: ${value}`);
const withKey = (line: string): string => `${SOUND}${line}\n`;
const memory = (size: string): string => ofNode1(`{ address: 10.0.0.1, memory: ${size} }`);
const port = (value: string): string =>
  sound('[node1, node2]\nb', `[{ host: node1, port: ${value} }, node2]\nb`);

function check([text, found, hint]: Row): void {
  const { diagnostics } = read(text);
  expect(brief(diagnostics)).toEqual([found]);
  if (hint === undefined) expect(diagnostics[0]!.hint).toBeUndefined();
  else expect(diagnostics[0]!.hint).toMatch(hint);
}

describe('a size', () => {
  it.each<Row>([
    [memory('8GiB'), '5:39 error BAD_VALUE', /`8g`/],
    [memory('8Gi'), '5:39 error BAD_VALUE', /`8g`/],
    [memory('8gb'), '5:39 error BAD_VALUE', /`8g`/],
    [memory('1.5g'), '5:39 error BAD_VALUE', /`1536m`/],
    [memory('8 G'), '5:39 error BAD_VALUE', /`8g`/],
    [memory('08g'), '5:39 error BAD_VALUE', /`8g`/],
    [memory('8_000m'), '5:39 error BAD_VALUE', /`8000m`/],
    [memory('0g'), '5:39 error BAD_VALUE', undefined],
    [memory('0.3k'), '5:39 error BAD_VALUE', undefined],
    [memory('-1g'), '5:39 error BAD_VALUE', undefined],
    [memory('8192'), '5:39 error WRONG_TYPE', /unit/],
    [memory('.inf'), '5:39 error WRONG_TYPE', /unit/],
    [withKey('heap: { broker: 1500 }'), '11:17 error WRONG_TYPE', /unit/],
    [withKey('heap: { broker: 4GB }'), '11:17 error BAD_VALUE', /`4g`/],
  ])('%s', (...row) => check(row));
});

describe('an address', () => {
  it.each<Row>([
    [ofNode1('010.0.0.1'), '5:10 error ADDRESS_INVALID', /leading zeros: `10\.0\.0\.1`/],
    [ofNode1('10.0.0.1/24'), '5:10 error ADDRESS_INVALID', /`10\.0\.0\.1`/],
    [ofNode1('ssh://root@mq1:22'), '5:10 error ADDRESS_INVALID', /`ssh: \{ user: \.\.\. \}`.*: `mq1`$/],
    [ofNode1('mq1.example.com.'), '5:10 error ADDRESS_INVALID', /dot.*`mq1\.example\.com`/],
    [ofNode1('224.0.0.1'), '5:10 error ADDRESS_INVALID', /reach it by/],
    [ofNode1('0.0.0.0'), '5:10 error ADDRESS_INVALID', /reach it by/],
    [ofNode1('mq_1'), '5:10 error ADDRESS_INVALID', /letters, digits/],
    [ofNode1('10..0.1'), '5:10 error ADDRESS_INVALID', /four numbers/],
    [ofNode1('0x0a000001'), '5:10 error WRONG_TYPE', /quote it/],
  ])('%s', (...row) => check(row));
});

describe('a number', () => {
  it.each<Row>([
    [port('.nan'), '7:32 error WRONG_TYPE', undefined],
    [port('70000.5'), '7:32 error WRONG_TYPE', undefined],
    [port('-.inf'), '7:32 error OUT_OF_RANGE', /1 to 65535/],
    [port('99999999999999999999999'), '7:32 error OUT_OF_RANGE', /1 to 65535/],
    [port('9_876'), '7:32 error WRONG_TYPE', undefined],
    [port('"9876"'), '7:32 error WRONG_TYPE', /without quotes/],
    [port('22'), '7:32 warning PORT_OF_ROOT', /1024/],
    [sound('4.9.8', '5'), '2:10 error WRONG_TYPE', undefined],
    [sound('4.9.8', '04.9.8'), '2:10 error VERSION_INVALID', /`4\.9\.8`/],
    [sound('4.9.8', '6.0.0'), '2:10 error VERSION_UNKNOWN', /newest/],
  ])('%s', (...row) => check(row));

  it('of a port may be one of root, where root runs it', () => {
    expect(brief(read(`${port('22')}user: root\n`).diagnostics)).toEqual([]);
  });
});

describe('a word', () => {
  it.each<Row>([
    [sound('mode: sync', 'mode: 2m-2s-sync'), '3:7 error BAD_VALUE', /`sync`/],
    [sound('mode: sync', 'mode: 2m-2s-async'), '3:7 error BAD_VALUE', /`async`/],
    [sound('mode: sync', 'mode: SYNC_MASTER'), '3:7 error BAD_VALUE', /`sync`/],
    [withKey('firewall: disabled'), '11:11 error BAD_VALUE', /`disable`/],
    [withKey('firewall: false'), '11:11 error WRONG_TYPE', undefined],
    [withKey('java: { home: /usr/bin/java }'), '11:15 error PATH_INVALID', /above its `bin`/],
    [
      withKey('distribution: { archive: ./rocketmq-all-4.9.4-bin.zip }'),
      '11:26 warning ARCHIVE_NAME',
      /correct/,
    ],
    [withKey('jvm: { broker: ["-XX:+UseZGC"] }'), '11:17 warning JVM_COLLECTOR', /`-XX:-UseG1GC`/],
    [
      sound('[node1, node2]\nb', '[node1 node2]\nb').replace('[node1 ', '[node2, node1 '),
      '7:18 error UNKNOWN_HOST',
      /`node1, node2`/,
    ],
  ])('%s', (...row) => check(row));

  it.each([
    ['collectors one after the other', withKey('jvm: { broker: ["-XX:-UseG1GC", "-XX:+UseZGC"] }')],
    ['an archive of that version', withKey('distribution: { archive: ./4.9.4/rocketmq-all-4.9.8-bin.zip }')],
    ['a truth value in capitals', withKey('profile: FALSE')],
    ['a host called no', SOUND.replaceAll('node1', 'no')],
    ['a host called constructor', SOUND.replaceAll('node1', 'constructor')],
    ['a date as a name', SOUND.replaceAll('node1', '2024-01-01')],
  ])('%s: as it is', (_, text) => expect(brief(read(text).diagnostics)).toEqual([]));
});

describe('another form', () => {
  it.each<Row>([
    [
      sound(
        'hosts:\n  node1: 10.0.0.1\n  node2: 10.0.0.2',
        'hosts:\n  - node1: 10.0.0.1\n  - node2: 10.0.0.2',
      ),
      '4:1 error WRONG_TYPE',
      /without `-`/,
    ],
    [
      sound('  broker-a: [node1, node2]\n  broker-b: [node2, node1]', '  - broker-a: [node1, node2]'),
      '8:1 error WRONG_TYPE',
      /without `-`/,
    ],
    [ofBrokerB('[{ host: node2, port: 10921 }, node1]'), '10:14 error WRONG_TYPE', undefined],
    [ofBrokerB('[node2, node1, node1]'), '10:28 warning SLAVES_TOGETHER', /another host/],
    [
      sound('10.0.0.1', '&d { address: 10.0.0.1, memry: 16g }').replace(
        '10.0.0.2',
        '{ <<: *d, address: 10.0.0.2 }',
      ),
      '5:34 error UNKNOWN_KEY',
      /`memory`/,
    ],
    [sound('broker-b:', 'namesrv-node1:'), '10:19 error INSTANCE_TWICE', /rename/],
    [withKey('heap: { broker: {} }'), '11:17 error EMPTY_VALUE', /give it a value/],
    [
      ofNode1('{ address: 10.0.0.1, local: true, ssh: { user: x, become: true } }'),
      '5:51 warning SSH_UNUSED',
      /remove/,
    ],
  ])('%s', (...row) => check(row));

  it('says what an item of the short form may be, and where the rest goes', () => {
    const [first] = read(ofBrokerB('[{ host: node2 }, node1]')).diagnostics;
    expect(first!.message).toContain('write { master, slaves }');
  });

  it('keys without a space after the colon', () => {
    const { diagnostics } = read("{cluster:'shop',version: 4.9.8}");
    expect(diagnostics.at(-1)).toMatchObject({
      code: 'UNKNOWN_KEY',
      hint: "put a space after the colon: `cluster: 'shop'`",
    });
  });
});

describe('what is not closed is shown where it opens', () => {
  it.each([
    [sound('shop', '"shop'), '1:10', '"'],
    [sound('shop', "'shop"), '1:10', "'"],
    [sound('[node1, node2]\nb', '[node1, node2\nb'), '7:10', '['],
    [withKey('heap: { broker: 1g'), '11:7', '{'],
    ['{"cluster":"shop","hosts":{"a":["b",', '1:32', '['],
    [withKey('properties: [a, {b: c]'), '11:17', '{'],
  ])('%s', (text, place, sign) => {
    const [first] = read(text).diagnostics;
    expect(brief([first!])).toEqual([`${place} error YAML_SYNTAX`]);
    expect(marked(first!)).toBe(sign);
  });
});
