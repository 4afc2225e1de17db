import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { heapOptions } from '../../src/rocketmq/heap.ts';
import { commonJvmOptions, gcLogOption } from '../../src/rocketmq/jvm.ts';
import { releaseOf } from '../../src/rocketmq/releases.ts';
import { javaHomes } from '../sample/java-homes.ts';

const MIB = 2 ** 20;

describe('the options of a JDK', () => {
  const options = (jdkMajor: number, version = '4.9.4'): string[] => [
    ...commonJvmOptions(jdkMajor, releaseOf(version)),
    gcLogOption(jdkMajor, '/l/gc.log'),
  ];

  it.each([
    ['-XX:MaxPermSize=320m', [7], [8, 11, 17, 21, 25]],
    ['-XX:-UseBiasedLocking', [7, 8, 11], [15, 17, 21, 25]],
    ['-XX:+PrintGCDetails', [7, 8], [11, 17, 21, 25]],
    ['-Xloggc:/l/gc.log', [7, 8], [11, 17, 21, 25]],
    ['-Xlog:gc*:file=/l/gc.log:time,tags:filecount=5,filesize=30M', [11, 17, 21, 25], [7, 8]],
    ['--add-opens=java.base/java.nio=ALL-UNNAMED', [11, 17, 21, 25], [7, 8]],
    ['--sun-misc-unsafe-memory-access=allow', [24, 25], [8, 11, 17, 21, 23]],
    ['-XX:-OmitStackTraceInFastThrow', [8, 11, 17, 21, 25], []],
  ])('%s', (option, withIt, without) => {
    for (const major of withIt) expect(options(major), String(major)).toContain(option);
    for (const major of without) expect(options(major), String(major)).not.toContain(option);
  });

  it('name the log where the caller says', () => {
    expect(gcLogOption(17, '/x')).toContain('file=/x:');
  });
});

const SIZES = [
  { size: 256 * MIB, direct: 256 * MIB },
  { size: 512 * MIB, young: 256 * MIB, direct: 512 * MIB },
];

describe.each(javaHomes())('Java $major at $home', ({ home, major }) => {
  it.each(['3.2.6', '4.9.4', '5.5.0'])('starts with the options for %s, without a word', (version) => {
    const directory = mkdtempSync(join(tmpdir(), 'rmqctl-jvm-'));
    try {
      for (const sizes of SIZES) {
        const log = gcLogOption(major, join(directory, 'gc.log'));
        const options = [
          '-server',
          ...heapOptions(sizes),
          ...commonJvmOptions(major, releaseOf(version)),
          log,
        ];
        const said = java(home, [...options, '-version']);
        expect(said).not.toMatch(/warning|unrecognized|deprecated|error|ignor/i);
        expect(said).toMatch(/version "/);
      }
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

/** What the JVM says on both its outputs; throws where it does not start. */
function java(home: string, options: readonly string[]): string {
  return execFileSync('sh', ['-c', 'exec "$0" "$@" 2>&1', `${home}/bin/java`, ...options], {
    encoding: 'utf8',
  });
}
