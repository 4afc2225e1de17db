import { describe, expect, it } from 'vitest';
import { reveal, Secret } from '../../src/redaction/secret.ts';
import { brief, read, SOUND } from '../sample/inventories.ts';
import { withoutOrigins } from '../sample/properties.ts';

/** A machine with some files. */
const FILES: Readonly<Record<string, string>> = {
  '/srv/shop/region.txt': 'r3gion\n',
  '/home/me/key': 'k3y\r\n',
  '/srv/shop/two-lines': 'a\nb\n',
  '/srv/shop/blank': 'x \n',
  '/srv/shop/empty': '\n',
  '/srv/shop/binary': 'a\0b',
  '/srv/shop/huge': 'x'.repeat(70_000),
  '/srv/shop/number': '12x4567\n',
};

function readFile(path: string): string {
  const text = FILES[path];
  if (text === undefined) throw new Error('there is no such file');
  return text;
}

const of = (properties: string, version = '4.9.8') =>
  read(`${SOUND.replace('4.9.8', version)}properties:\n  ${properties}\n`, {
    env: { HOME: '/home/me', REGION: 'fr0m-env' },
    readFile,
  });
const master = (properties: string, version?: string) =>
  of(properties, version).topology?.instances.find(({ name }) => name === 'broker-a')?.properties;

describe('a property from outside is a secret', () => {
  it.each([
    ['from the environment', 'regionId: "${REGION}"', 'fr0m-env'],
    ['as a part of a value', 'regionId: "a-${REGION}"', 'a-fr0m-env'],
    ['from a file beside the inventory', 'regionIdFile: ./region.txt', 'r3gion'],
    ['from a file at home', 'regionIdFile: ~/key', 'k3y'],
    ['from a file by its absolute path', 'regionIdFile: /srv/shop/region.txt', 'r3gion'],
  ])('%s', (_, properties, value) => {
    const { diagnostics, secrets } = of(properties);
    expect(diagnostics).toEqual([]);
    expect(Object.keys(master(properties) ?? {})).toEqual(['regionId']);
    expect(master(properties)!['regionId']!.value).toBeInstanceOf(Secret);
    expect(reveal(master(properties)!['regionId']!.value)).toBe(value);
    expect(secrets.some((secret) => value.includes(secret))).toBe(true);
    expect(JSON.stringify(of(properties).topology)).not.toContain(value);
  });

  it('a nearer one wins over a file farther away, and the other way round', () => {
    const near = `regionIdFile: ./region.txt\nmasterProperties:\n  regionId: near`;
    expect(withoutOrigins(master(near)!)).toEqual({ regionId: 'near' });
    const far = `regionId: far\nmasterProperties:\n  regionIdFile: ./region.txt`;
    expect(reveal(master(far)!['regionId']!.value)).toBe('r3gion');
  });

  it('is one of name servers too', () => {
    const text = SOUND.replace(
      '[node1, node2]',
      '[node1, { host: node2, properties: { productEnvNameFile: ./region.txt } }]',
    );
    const [, second] = read(text, { readFile }).topology!.instances;
    expect(reveal(second!.properties['productEnvName']!.value)).toBe('r3gion');
  });

  it('a key that RocketMQ itself has stays what it is', () => {
    expect(withoutOrigins(master('syncFromLastFile: true', '5.3.3')!)).toEqual({ syncFromLastFile: 'true' });
  });
});

describe('what is wrong with a secret is told without it', () => {
  it.each([
    ['no such file', 'regionIdFile: ./none', '12:17 error SECRET_FILE', /no such file/],
    ['an empty one', 'regionIdFile: ./empty', '12:17 error SECRET_FILE', /empty/],
    ['a binary', 'regionIdFile: ./binary', '12:17 error SECRET_FILE', /no text/],
    ['a huge one', 'regionIdFile: ./huge', '12:17 error SECRET_FILE', /too large/],
    ['several lines', 'regionIdFile: ./two-lines', '12:17 error PROPERTY_VALUE', /line break/],
    ['a blank at the end', 'regionIdFile: ./blank', '12:17 error PROPERTY_VALUE', /space/],
    ['no number', 'fileReservedTimeFile: ./number', '12:25 error PROPERTY_VALUE', /not `\[redacted\]`/],
    [
      'both at once',
      'regionId: x\n  regionIdFile: ./region.txt',
      '13:3 error PROPERTY_TWICE',
      /`regionIdFile`/,
    ],
    ['a key that is set elsewhere', 'brokerIP1File: ./region.txt', '12:3 error PROPERTY_OWNED', /brokerIP1/],
    [
      'a key that nobody has',
      'regionIddFile: ./region.txt',
      '12:3 error PROPERTY_UNKNOWN',
      /`regionIddFile`/,
    ],
  ])('%s', (_, properties, found, message) => {
    const { diagnostics, topology } = of(properties);
    expect(topology).toBeUndefined();
    expect(brief(diagnostics)).toEqual([found]);
    expect(diagnostics[0]!.message).toMatch(message);
    expect(diagnostics[0]!.hint).not.toBeUndefined();
    const told = JSON.stringify(diagnostics);
    for (const text of ['r3gion', '12x4567', 'fr0m-env']) expect(told).not.toContain(text);
  });

  it.each([
    ['a name', SOUND.replace('shop', '${V}'), 's3cret x7y!'],
    ['an address', SOUND.replace('10.0.0.1', '${V}'), 's3cret@hunter-7.example.com'],
    ['a network', `${SOUND}firewall: { restrict: true, clients: ["\${V}"] }\n`, '172.31.77.9/12'],
    ['a size', SOUND.replace('10.0.0.1', '{ address: 10.0.0.1, memory: "${V}" }'), '987654321GiB'],
    ['a release', SOUND.replace('4.9.8', '${V}'), 'v4.9.8-s3cret'],
  ])('nor with what is made of it for a hint: %s', (_, text, value) => {
    const { diagnostics } = read(text, { env: { V: value } });
    expect(diagnostics).not.toEqual([]);
    const told = diagnostics.map(({ message, hint = '' }) => `${message} ${hint}`).join(' ');
    for (let at = 0; at + 4 <= value.length; at += 1) expect(told).not.toContain(value.slice(at, at + 4));
  });

  it('a hint that is made of nothing stays', () => {
    const [first] = read(SOUND.replace('10.0.0.1', '${V}'), { env: { V: 'hunter_2' } }).diagnostics;
    expect(first!.hint).toMatch(/four numbers/);
  });

  it('a JVM option would stand on a command line', () => {
    const { diagnostics } = read(`${SOUND}jvm:\n  broker: ["-Da=\${REGION}"]\n`, {
      env: { REGION: 'fr0m-env' },
    });
    expect(brief(diagnostics)).toEqual(['12:12 error SECRET_ON_COMMAND_LINE']);
  });

  it('words of the inventory are not hidden', () => {
    expect(read(SOUND.replace('mode: sync', 'mode: ${MODE}'), { env: { MODE: 'sync' } }).secrets).toEqual([]);
  });
});
