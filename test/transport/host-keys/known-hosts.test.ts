import { describe, expect, test } from 'vitest';
import {
  type HostKey,
  fingerprint,
  hostKeyName,
  isAbout,
  judge,
  knownTypes,
  parseKnownHosts,
} from '../../../src/transport/host-keys/known-hosts.ts';

const ED: HostKey = {
  type: 'ssh-ed25519',
  key: 'AAAAC3NzaC1lZDI1NTE5AAAAIBs4Bl3bZ6QxTxSXKe0XQyxW1Gn2vcCqVHfNyMuB0gsv',
};
const OTHER: HostKey = {
  type: 'ssh-ed25519',
  key: 'AAAAC3NzaC1lZDI1NTE5AAAAIF6Ov4aKRy4E5fhz4fzBkJuGd0OGXZk0zoGyKNjX4rYM',
};
const RSA: HostKey = { type: 'ssh-rsa', key: 'AAAAB3NzaC1yc2EAAAADAQABAAABAQC7' };
const line = (names: string, { type, key }: HostKey) => `${names} ${type} ${key}`;

describe('which line is about which name', () => {
  // the hashes are ssh-keygen's: `ssh-keygen -H` of lines for these names
  test.each([
    ['node1', 'node1', true],
    ['Node1', 'node1', true],
    ['node1', 'node11', false],
    ['node1,10.0.0.1', '10.0.0.1', true],
    ['10.0.0.?', '10.0.0.7', true],
    ['10.0.0.?', '10.0.0.17', false],
    ['*.example.com', 'a.b.example.com', true],
    ['*.example.com,!bad.example.com', 'bad.example.com', false],
    ['!bad.example.com,*.example.com', 'good.example.com', true],
    ['[node1]:2222', '[node1]:2222', true],
    ['[node1]:2222', 'node1', false],
    ['node1', '[node1]:2222', false],
    ['[*.example.com]:2222', '[a.example.com]:2222', true],
    ['[n]:2222', 'n:2222', false],
    ['10.0.0.1', '10x0x0x1', false],
    ['|1|JNte041qlI9IV32MwUb99KcD8tk=|jDCsdG7xVn+Ats0Ym0hL/RzUEac=', 'node1', true],
    ['|1|JNte041qlI9IV32MwUb99KcD8tk=|jDCsdG7xVn+Ats0Ym0hL/RzUEac=', 'node2', false],
    ['|1|AQI7JuQlhtegHvliLU8t4NSLtfA=|2DNXSk6fH3FJeiLsARbRzUYou1c=', '[node1]:2222', true],
    ['|1|AQI7JuQlhtegHvliLU8t4NSLtfA=|2DNXSk6fH3FJeiLsARbRzUYou1c=', 'node1', false],
  ])('%s and %s: %s', (names, name, expected) => {
    const [entry] = parseKnownHosts(line(names, ED), 'known_hosts');
    expect(isAbout(entry!, name)).toBe(expected);
  });
});

test('a name is the host alone on port 22, in brackets with any other port', () => {
  expect([hostKeyName('Node1', 22), hostKeyName('node1', 2222), hostKeyName('::1', 2222)]).toEqual([
    'node1',
    '[node1]:2222',
    '[::1]:2222',
  ]);
});

test('reads what ssh reads and leaves out the rest', () => {
  const text = [
    '# a comment',
    '',
    `  ${line('node1', ED)} a comment with words\r`,
    `@revoked ${line('node2', ED)}`,
    `@cert-authority ${line('*.example.com', RSA)}`,
    `@unheard-of ${line('node3', ED)}`,
    'node4 1024 35 1234567890',
    'node5 ssh-ed25519',
  ].join('\n');
  expect(
    parseKnownHosts(text, 'kh').map(({ marker, names, type, line: at }) => [marker, names, type, at]),
  ).toEqual([
    ['none', ['node1'], 'ssh-ed25519', 3],
    ['revoked', ['node2'], 'ssh-ed25519', 4],
    ['cert-authority', ['*.example.com'], 'ssh-rsa', 5],
  ]);
});

describe('the verdict on a presented key', () => {
  test.each([
    { name: 'nothing on record', lines: [], key: ED, kind: 'unknown' },
    { name: 'the same key', lines: [line('node1', ED)], key: ED, kind: 'known' },
    {
      name: 'the same key after another of its type',
      lines: [line('node1', OTHER), line('node1', ED)],
      key: ED,
      kind: 'known',
    },
    { name: 'another key of the type', lines: [line('node1', OTHER)], key: ED, kind: 'changed', at: 1 },
    { name: 'only a key of another type', lines: [line('node1', RSA)], key: ED, kind: 'changed', at: 1 },
    {
      name: 'both: the same type is named',
      lines: [line('node1', RSA), line('node1', OTHER)],
      key: ED,
      kind: 'changed',
      at: 2,
    },
    {
      name: 'revoked',
      lines: [`@revoked ${line('*', ED)}`, line('node1', ED)],
      key: ED,
      kind: 'revoked',
      at: 1,
    },
    {
      name: 'another key revoked',
      lines: [`@revoked ${line('*', OTHER)}`, line('node1', ED)],
      key: ED,
      kind: 'known',
    },
    {
      name: 'a certificate authority does not vouch',
      lines: [`@cert-authority ${line('*', ED)}`],
      key: ED,
      kind: 'unknown',
    },
    { name: 'another host', lines: [line('node2', OTHER)], key: ED, kind: 'unknown' },
  ])('$name', ({ lines, key, kind, at }) => {
    const verdict = judge(parseKnownHosts(lines.join('\n'), 'kh'), ['node1'], key);
    expect(verdict.kind).toBe(kind);
    if ('entry' in verdict) expect(verdict.entry.line).toBe(at);
  });

  test('on another port the key for the host alone vouches, but does not accuse', () => {
    const entries = parseKnownHosts(line('node1', ED), 'kh');
    const names = ['[node1]:2222', 'node1'];
    expect([judge(entries, names, ED).kind, judge(entries, names, OTHER).kind]).toEqual(['known', 'unknown']);
  });
});

test('lists the key types on record of a host, those of authorities and revoked ones left out', () => {
  const text = [
    line('node1', RSA),
    line('node2', ED),
    `@revoked ${line('node1', ED)}`,
    line('node*', RSA),
  ].join('\n');
  expect(knownTypes(parseKnownHosts(text, 'kh'), ['node1'])).toEqual(['ssh-rsa']);
});

test('shows fingerprints as ssh-keygen does', () => {
  expect(fingerprint(ED.key)).toBe('SHA256:spKl2ylHkCxTsKX3MvgwwA963IeEvRQDcqDJczIR9oM');
});
