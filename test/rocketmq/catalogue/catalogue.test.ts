import { describe, expect, it } from 'vitest';
import { CATALOGUE, keysOf, livesOf } from '../../../src/rocketmq/catalogue/catalogue.ts';
import { type CatalogueRow, type PropertyFile, wordsOf } from '../../../src/rocketmq/catalogue/row.ts';
import { VERSIONS } from '../../../src/rocketmq/releases.ts';
import { compareVersions } from '../../../src/model/version.ts';

const FILES: readonly PropertyFile[] = ['broker', 'namesrv'];

describe('the rows', () => {
  it('are of releases that rmqctl knows, each once, oldest first', () => {
    const versions = CATALOGUE.map(({ version }) => version);
    expect(versions).toEqual(versions.toSorted(compareVersions));
    expect(new Set(versions).size).toBe(versions.length);
    expect(VERSIONS).toEqual(expect.arrayContaining(versions));
  });

  it('say only what is news: no key comes twice in one type, none goes that is not there', () => {
    const slips = FILES.flatMap((file) => {
      const held = new Map<string, string>();
      return CATALOGUE.flatMap(({ version, ...changes }) =>
        Object.entries(changes[file] ?? {}).flatMap(([type, words]) =>
          wordsOf(words).flatMap((key) => {
            const isNews = type === 'gone' ? held.delete(key) : held.get(key) !== type;
            if (type !== 'gone') held.set(key, type);
            return isNews ? [] : [`${version} ${file} ${type} ${key}`];
          }),
        ),
      );
    });
    expect(slips).toEqual([]);
  });

  it('hold keys as setters make them', () => {
    const odd = FILES.flatMap((file) => [...keysOf(file, '5.5.0').types.keys()]).filter(
      (key) => !/^[a-z][A-Za-z0-9]*$/.test(key),
    );
    expect(odd).toEqual([]);
  });
});

describe('the keys of a release', () => {
  // counted in the setters of the classes: javap for 3.2.6, 4.9.4 and 5.5.0, the tagged sources for the others
  it.each<[string, PropertyFile, number]>([
    ['3.2.6', 'broker', 92],
    ['4.9.4', 'broker', 186],
    ['5.5.0', 'broker', 550],
    ['3.2.6', 'namesrv', 12],
    ['4.9.8', 'namesrv', 21],
    ['5.5.0', 'namesrv', 58],
  ])('%s: %s has %d', (version, file, count) => {
    expect(keysOf(file, version).types.size).toBe(count);
  });

  it.each<[string, string, string | undefined]>([
    ['mapedFileSizeCommitLog', '4.5.1', 'int'],
    ['mapedFileSizeCommitLog', '4.5.2', undefined],
    ['mappedFileSizeCommitLog', '4.5.1', undefined],
    ['mappedFileSizeCommitLog', '4.5.2', 'int'],
    ['inSyncReplicas', '4.9.8', undefined],
    ['inSyncReplicas', '5.0.0', 'int'],
    ['haSlaveFallbehindMax', '4.9.8', 'int'],
    ['haSlaveFallbehindMax', '5.0.0', undefined],
    ['connectTimeoutMillis', '3.2.6', 'long'],
    ['connectTimeoutMillis', '4.0.0', 'int'],
    ['configBlackList', '4.9.7', undefined],
    ['configBlackList', '4.9.8', 'String'],
    ['configBlackList', '5.1.4', undefined],
    ['configBlackList', '5.2.0', 'String'],
    ['flushDiskType', '3.2.6', 'FlushDiskType'],
    ['metricsExporterType', '5.1.0', 'MetricsExporterType'],
    ['timerSkipUnknownError', '5.1.4', undefined],
    ['timerSkipUnknownError', '5.2.0', 'boolean'],
    ['brokerName', '4.9.8', 'String'],
    ['brokerName', '5.0.0', 'String'],
    ['tlsEnable', '5.5.0', undefined],
  ])('%s in %s: %s', (key, version, type) => {
    expect(keysOf('broker', version).types.get(key)).toBe(type);
  });

  it('tell fields without a setter apart', () => {
    expect(keysOf('broker', '5.1.4').unsettable).toContain('timerSkipUnknownError');
    expect(keysOf('broker', '5.2.0').unsettable).not.toContain('timerSkipUnknownError');
    expect(keysOf('broker', '4.9.8').unsettable.size).toBe(0);
  });

  it('are those of the nearest older one where the release has no row', () => {
    const rows: readonly CatalogueRow[] = [
      { version: '5.1.0', broker: { int: 'a b', unsettable: 'c' } },
      { version: '5.10.0', broker: { boolean: 'c a', gone: 'b' } },
    ];
    expect(keysOf('broker', '5.9.0', rows)).toEqual({
      version: '5.1.0',
      types: new Map([
        ['a', 'int'],
        ['b', 'int'],
      ]),
      unsettable: new Set(['c']),
    });
    const { version, types, unsettable } = keysOf('broker', '5.10.0', rows);
    expect([version, Object.fromEntries(types), [...unsettable]]).toEqual([
      '5.10.0',
      { a: 'boolean', c: 'boolean' },
      [],
    ]);
    expect(keysOf('broker', '5.0.0', rows)).toEqual({
      version: '5.0.0',
      types: new Map(),
      unsettable: new Set(),
    });
  });

  it('are there in milliseconds', () => {
    const before = process.cpuUsage();
    for (const { version } of CATALOGUE) keysOf('broker', version);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000 / CATALOGUE.length).toBeLessThan(10);
  });
});

it.each([
  ['fileReservedTime', [{ since: '3.2.6' }]],
  ['haSlaveFallbehindMax', [{ since: '3.2.6', until: '4.9.8' }]],
  ['configBlackList', [{ since: '4.9.8', until: '4.9.8' }, { since: '5.2.0' }]],
  ['connectTimeoutMillis', [{ since: '3.2.6' }]],
  ['timerSkipUnknownError', [{ since: '5.2.0' }]],
  ['storePathIndex', []],
])('the releases that read %s', (key, lives) => {
  expect(livesOf('broker', key)).toEqual(lives);
});
