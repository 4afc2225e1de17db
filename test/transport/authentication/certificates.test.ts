import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificateOfFile, parseCertificate } from '../../../src/transport/authentication/certificate.ts';
import { judgeCertificate } from '../../../src/transport/host-keys/known-hosts.ts';
import { hostKeyOf, parseKnownHosts } from '../../../src/transport/host-keys/known-hosts.ts';

/** Certificates as ssh-keygen makes them; every name is one of `directory`. */
let directory: string;
const path = (name: string) => join(directory, name);
const keygen = (...args: readonly string[]) =>
  execFileSync('ssh-keygen', ['-q', ...args], { cwd: directory });
const publicLine = (name: string) => readFileSync(path(`${name}.pub`), 'utf8').trim();

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'rmqctl-certificates-'));
  keygen('-t', 'ed25519', '-N', '', '-f', 'ed25519');
  keygen('-t', 'rsa', '-b', '2048', '-N', '', '-f', 'rsa');
  for (const bits of ['256', '384', '521']) keygen('-t', 'ecdsa', '-b', bits, '-N', '', '-f', `ecdsa${bits}`);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Signs a copy of a public key. @param options of ssh-keygen -s: -h, -n, -V */
function certify(authority: string, key: string, ...options: readonly string[]) {
  copyFileSync(path(`${key}.pub`), path('signed.pub'));
  keygen('-s', authority, '-I', 'an id', ...options, 'signed.pub');
  return certificateOfFile(readFileSync(path('signed-cert.pub'), 'utf8'))!;
}

const TYPES = ['ed25519', 'rsa', 'ecdsa256', 'ecdsa384', 'ecdsa521'];

describe('a certificate of ssh-keygen', () => {
  test.each(TYPES)('is read, with the %s key that it certifies', (type) => {
    const certificate = certify('ed25519', type, '-h', '-n', 'node1,10.0.0.*', '-V', '20260101:20260201');
    expect(certificate).toMatchObject({
      kind: 'host',
      id: 'an id',
      principals: ['node1', '10.0.0.*'],
      signed: true,
      criticalOptions: [],
    });
    expect(`${certificate.keyType} ${certificate.key.toString('base64')}`).toBe(
      publicLine(type).split(' ').slice(0, 2).join(' '),
    );
    expect(Number(certificate.validBefore - certificate.validAfter)).toBe(31 * 24 * 3600);
  });

  test.each(TYPES)(
    'is signed by an authority with a %s key, and by nobody else once a byte is changed',
    (type) => {
      const { blob, signed } = certify(type, 'ed25519', '-h', '-n', 'node1');
      expect(signed).toBe(true);
      const forged = Buffer.from(blob);
      forged.write('nodeX', blob.indexOf('node1'));
      expect(parseCertificate(forged)).toMatchObject({ principals: ['nodeX'], signed: false });
    },
  );

  test('with a SHA-1 signature is not signed', () => {
    expect(certify('rsa', 'ed25519', '-h', '-t', 'ssh-rsa')).toMatchObject({ signed: false });
  });

  test('names its conditions', () => {
    const certificate = certify('ed25519', 'ed25519', '-n', 'ops', '-O', 'force-command=true');
    expect(certificate).toMatchObject({ kind: 'user', criticalOptions: ['force-command'] });
  });

  test('that is cut off, or something else, is none', () => {
    const { blob } = certify('ed25519', 'ed25519', '-h');
    expect(parseCertificate(blob.subarray(0, -1))).toBeUndefined();
    expect(parseCertificate(Buffer.concat([blob, Buffer.from('x')]))).toBeUndefined();
    expect(certificateOfFile(publicLine('ed25519'))).toBeUndefined();
    expect(certificateOfFile('nonsense')).toBeUndefined();
  });
});

describe('the verdict on a host certificate', () => {
  const NOW = Date.parse('2026-01-15T00:00:00Z');
  const VALID = ['-h', '-n', 'node1', '-V', '20260101:20260201'];
  const judged = (lines: readonly string[], options: readonly string[] = VALID, address = 'node1') => {
    const certificate = certify('rsa', 'ed25519', ...options);
    const entries = parseKnownHosts(lines.join('\n'), 'kh');
    return judgeCertificate(entries, { certificate, address, names: [address] }, NOW);
  };
  const authority = () => `@cert-authority node* ${publicLine('rsa')}`;

  test('of a known authority: known', () => {
    expect(judged(['# a comment', authority()])).toEqual({ kind: 'known' });
  });

  test.each([
    { name: 'no authority', lines: () => [] },
    { name: 'another authority', lines: () => [`@cert-authority node* ${publicLine('ecdsa256')}`] },
    { name: 'an authority for other hosts', lines: () => [`@cert-authority web* ${publicLine('rsa')}`] },
    { name: 'the authority’s key as that of a host', lines: () => [`node1 ${publicLine('rsa')}`] },
  ])('of $name: none, the key alone counts', ({ lines }) => {
    expect(judged(lines())).toBeUndefined();
  });

  test.each([
    { name: 'the authority', key: 'rsa' },
    { name: 'the key', key: 'ed25519' },
  ])('$name is revoked: revoked', ({ key }) => {
    expect(judged([authority(), `@revoked * ${publicLine(key)}`])).toMatchObject({
      kind: 'revoked',
      entry: { line: 2 },
    });
  });

  test.each([
    { name: 'too old', options: ['-h', '-V', '20250101:20250201'], found: /was valid until 2025-0[12]/ },
    { name: 'not valid yet', options: ['-h', '-V', '20270101:20270201'], found: /valid from 202[67]-/ },
    { name: 'for another name', options: ['-h', '-n', 'node2'], found: /for node2, not for node1/ },
    { name: 'of a user', options: ['-n', 'node1'], found: /of a user/ },
    { name: 'signed with SHA-1', options: ['-h', '-t', 'ssh-rsa'], found: /SHA-1/ },
  ])('$name: refused, with the authority’s line', ({ options, found }) => {
    expect(judged([authority()], options)).toMatchObject({
      kind: 'not certified',
      entry: { line: 1 },
      found: expect.stringMatching(found),
    });
  });

  test('names are patterns, and a certificate without any is for every host of its authority', () => {
    expect(judged([authority()], ['-h', '-n', 'node?'])).toEqual({ kind: 'known' });
    expect(judged([authority()], ['-h'])).toEqual({ kind: 'known' });
  });
});

test('a host key in a certificate is that key', () => {
  const certificate = certify('rsa', 'ed25519', '-h');
  expect(hostKeyOf(certificate.blob)).toMatchObject({
    type: 'ssh-ed25519',
    key: publicLine('ed25519').split(' ')[1],
    certificate: { id: 'an id' },
  });
});
