import { expect, test } from 'vitest';
import { brief, read, SOUND, topologyOf } from '../sample/inventories.ts';

const SUM = 'a1'.repeat(64);
const URL = 'https://repo.example.com/r-4.9.8.zip';

test.each([
  [`{ archive: "${URL}", sha512: ${SUM}, via: pull }`, []],
  [`{ archive: "${URL}", sha512: ${SUM} }`, []],
  [`{ archive: "${URL}?token=a%20b", sha512: ${SUM}, via: push }`, []],
  [`{ archive: "${URL}" }`, ['11:26 warning ARCHIVE_UNCHECKED']],
  [`{ archive: "${URL}", via: pull }`, ['11:71 error PULL_SUM']],
  [`{ archive: ./r-4.9.8.zip, sha512: ${SUM}, via: pull }`, ['11:184 error PULL_URL']],
  ['{ via: pull }', ['11:22 error PULL_URL']],
  [`{ archive: "ftp://repo.example.com/r.zip", sha512: ${SUM} }`, ['11:26 error ARCHIVE_URL']],
  [`{ archive: "https://repo.example.com/r.zip/download", sha512: ${SUM} }`, ['11:26 error ARCHIVE_KIND']],
])('distribution: %s', (value, found) => {
  expect(brief(read(`${SOUND}distribution: ${value}\n`).diagnostics)).toEqual(found);
});

test('a URL is no path of this machine, and a path is', () => {
  const of = (value: string) => topologyOf(`${SOUND}distribution: ${value}\n`).distribution;
  expect(of(`{ archive: "${URL}", sha512: ${SUM}, via: pull }`)).toEqual({
    from: 'archive',
    archive: URL,
    sha512: SUM,
    via: 'pull',
  });
  expect(of('{ archive: ./r.zip, via: push }')).toEqual({ from: 'archive', archive: '/srv/shop/r.zip' });
});
