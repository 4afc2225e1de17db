import { describe, expect, it } from 'vitest';
import { brief, read, SOUND, sound } from '../sample/inventories.ts';

/** Slips that people make, judged as a person would: the right place, nothing beside it, and a hint that leads on. */

type Row = readonly [name: string, text: string, found: readonly string[], hint: RegExp | undefined];

const all = (from: string, to: string): string => SOUND.replaceAll(from, to);

const ROWS: readonly Row[] = [
  ['a broker without brackets', sound('[node2, node1]', 'node2'), ['10:13 error WRONG_TYPE'], /`\[node2\]`/],
  [
    'the only broker is a number',
    sound('broker-a: [node1, node2]\n  broker-b: [node2, node1]', 'a: 5'),
    ['9:6 error WRONG_TYPE'],
    undefined,
  ],
  [
    'a broker without anything',
    sound('broker-b: [node2, node1]', 'broker-b:'),
    ['10:3 error EMPTY_VALUE'],
    /give it a value/,
  ],
  [
    'slave for slaves',
    sound('[node2, node1]', '{ master: node2, slave: node1 }'),
    ['10:30 error UNKNOWN_KEY', '10:37 error WRONG_TYPE'],
    /`slaves`/,
  ],
  [
    'name servers with commas',
    sound('[node1, node2]\nb', 'node1, node2\nb'),
    ['7:10 error WRONG_TYPE'],
    /`\[node1, node2\]`/,
  ],
  ['the word of other tools', sound('namesrv:', 'nameservers:'), ['7:1 error UNKNOWN_KEY'], /`namesrv`/],
  ['ip for address', sound('10.0.0.1', '{ ip: 10.0.0.1 }'), ['5:12 error UNKNOWN_KEY'], /`address`/],
  ['sudo for become', `${SOUND}ssh: { sudo: true }\n`, ['11:8 error UNKNOWN_KEY'], /`become`/],
  ['key for identity', `${SOUND}ssh: { key: ~/id }\n`, ['11:8 error UNKNOWN_KEY'], /`identity`/],
  [
    'an address that YAML takes for a number',
    sound('10.0.0.1', '10.1'),
    ['5:10 error WRONG_TYPE'],
    undefined,
  ],
  [
    'a broadcast address',
    sound('10.0.0.1', '255.255.255.255'),
    ['5:10 error ADDRESS_INVALID'],
    /reach it by/,
  ],
  ['a multicast address', sound('10.0.0.1', '224.0.0.1'), ['5:10 error ADDRESS_INVALID'], /reach it by/],
  ['Local', sound('10.0.0.1', 'Local'), ['5:10 error ADDRESS_INVALID'], /`local`/],
  [
    'digits that look like others',
    sound('10.0.0.1', '10。0。0。1'),
    ['5:10 error ADDRESS_INVALID'],
    /letters, digits/,
  ],
  [
    'a host that is a number',
    all('node1', '1'),
    ['7:11 error WRONG_TYPE', '9:14 error WRONG_TYPE', '10:21 error WRONG_TYPE'],
    /quote it/,
  ],
  ['hosts called no and on', all('node1', 'no').replaceAll('node2', 'on'), [], undefined],
  [
    'hosts called like members of objects',
    all('node1', 'toString').replaceAll('node2', 'hasOwnProperty'),
    [],
    undefined,
  ],
  ['a mode that is not one', sound('mode: sync', 'mode: master'), ['3:7 error BAD_VALUE'], /`masters`/],
  [
    'a slave called like a broker',
    sound('broker-b:', 'broker-a-s:'),
    ['10:16 error INSTANCE_TWICE'],
    /rename/,
  ],
  ['no for aliases', `${SOUND}aliases: no\n`, ['11:10 error ALIAS_PREFIX'], /false/],
  ['true for aliases', `${SOUND}aliases: true\n`, ['11:10 error WRONG_TYPE'], undefined],
  [
    'an option without brackets',
    `${SOUND}jvm: { broker: -Xss1m }\n`,
    ['11:16 error WRONG_TYPE'],
    /`\[-Xss1m\]`/,
  ],
  [
    'a no-break space',
    sound('cluster: shop', 'cluster:\u00a0shop'),
    ['1:1 error YAML_SYNTAX'],
    /no-break space \(U\+00A0\)/,
  ],
  [
    'a full-width colon',
    sound('cluster: shop', 'cluster：shop'),
    ['1:1 error YAML_SYNTAX'],
    /full-width colon/,
  ],
  [
    'no space after a colon',
    sound('cluster: shop', 'cluster:shop'),
    ['1:1 error YAML_SYNTAX'],
    /space after the colon/,
  ],
  ['a tab', sound('  node1: 10', '\tnode1: 10'), ['5:1 error YAML_SYNTAX'], /spaces/],
  [
    'a reference within brackets',
    `${SOUND}properties: { regionId: \${X} }\n`,
    ['11:26 error YAML_SYNTAX'],
    /quote "\$\{NAME\}"/,
  ],
  ['a letter that nobody sees', sound('cluster:', 'clu\u200bster:'), ['1:1 error UNKNOWN_KEY'], /`cluster`/],
  ['a letter of another alphabet', sound('shop', 'ѕhop'), ['1:10 error NAME_INVALID'], /letters/],
  ['a data disk', `${SOUND}paths: { store: /data }\n`, [], undefined],
  [
    'a port at the upper end',
    sound('[node2, node1]', '{ master: { host: node2, port: 65535 }, slaves: [node1] }'),
    ['10:44 error OUT_OF_RANGE'],
    /65535/,
  ],
  [
    'a port at the lower end',
    sound('[node2, node1]', '{ master: { host: node2, port: 2 }, slaves: [node1] }'),
    ['10:44 error OUT_OF_RANGE'],
    /65535/,
  ],
  ['CRLF and a byte order mark', `\uFEFF${all('\n', '\r\n')}`, [], undefined],
];

describe('a slip', () => {
  it.each(ROWS)('%s', (_, text, found, hint) => {
    const { diagnostics } = read(text);
    expect(brief(diagnostics)).toEqual(found);
    if (hint !== undefined) expect(diagnostics[0]!.hint).toMatch(hint);
  });
});

it('ten megabytes, and a hundred thousand faults, are answered at once', () => {
  expect(brief(read('x'.repeat(10 * 2 ** 20)).diagnostics)).toEqual(['1:1 error INVENTORY_TOO_LARGE']);
  expect(read('a:b\n- ]\n'.repeat(100_000)).diagnostics.length).toBeLessThanOrEqual(5);
});
