import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { recogniseCause } from '../../src/rocketmq/causes.ts';
import { javaHomes } from '../sample/java-homes.ts';

describe('recognised causes', () => {
  it.each([
    ['java.lang.RuntimeException: Lock failed,MQ already started', /holds the lock of this store/],
    ['java.net.BindException: Address already in use', /port it needs is taken/],
    ['Caused by: java.net.BindException: Cannot assign requested address', /does not have/],
    [
      "os::commit_memory(0x0, 8589934592, 0) failed; error='Cannot allocate memory' (errno=12)",
      /not enough memory/,
    ],
    ['# There is insufficient memory for the Java Runtime Environment to continue.', /not enough memory/],
    ['Could not reserve enough space for 8388608KB object heap', /not enough memory/],
    ['Could not reserve enough space for 8388608 KB object heap', /not enough memory/],
    ['java.io.FileNotFoundException: /data/store/lock (Permission denied)', /not accessible to the user/],
    ['mkdir: cannot create directory ‘/var/log/x’: Permission denied', /not accessible to the user/],
    [
      'The Name Server Address[a:9876,b] illegal, please set it as follows, "127.0.0.1:9876"',
      /semicolons: a:9876,b$/,
    ],
    ["Slave's brokerId must be > 0", /slave with the id of a master/],
    ['/s/0000, length not matched message store config value, please check it manually', /another size/],
    [
      'java.lang.UnsatisfiedLinkError: /tmp/librocksdbjni1.so: /tmp/librocksdbjni1.so: failed to map segment from shared object',
      /native library \/tmp\/librocksdbjni1\.so lies where nothing may be executed/,
    ],
    ['Exception java.lang.UnsupportedClassVersionError: org/apache/X : 52.0', /older than/],
    ["Unrecognized VM option 'UseConcMarkSweepGC'", /does not know one of the JVM options/],
    ['Unrecognized option: --bogus', /does not know one of the JVM options/],
    ['java.net.UnknownHostException: node-7: Name or service not known', /does not resolve the name node-7$/],
    [
      'connect failed, X@2e(failure: java.net.UnknownHostException: no-such.invalid)',
      /the name no-such\.invalid$/,
    ],
    [
      'ch.qos.logback.core.joran.spi.JoranException: Could not open [/h/conf/logback_broker.xml].',
      /logback_broker\.xml is missing/,
    ],
    [
      'java.io.FileNotFoundException: /h/conf/a.properties (No such file or directory)',
      /\/h\/conf\/a\.properties is not there/,
    ],
    ['java.io.IOException: No space left on device', /a disk is full/],
    ['sh: 1: java: not found', /no Java/],
    ['bash: java: command not found', /no Java/],
    ['/h/bin/runbroker.sh: 31: exec: /usr/lib/jvm/x/bin/java: not found', /no Java/],
    ['ERROR: no Java at /usr/lib/jvm/x/bin/java (java.home of the inventory)', /no Java/],
    ['ERROR: Please set the JAVA_HOME variable in your environment, We need java(x64)! !!', /no Java/],
    [
      'Error: Could not find or load main class org.apache.rocketmq.broker.BrokerStartup',
      /BrokerStartup is not in the lib/,
    ],
    ['java.lang.OutOfMemoryError: Map failed', /could not be mapped/],
    ['java.lang.OutOfMemoryError: Java heap space', /ran out of memory/],
  ])('%s', (line, cause) => {
    const found = recogniseCause(['The rest is of no interest', line, '\tat java.base/x.Y(Z.java:1)']);
    expect(found?.cause).toMatch(cause);
    expect(found?.hint).not.toMatch(/\{\d\}/);
    expect(found?.hint.length).toBeGreaterThan(20);
  });

  it('are none where nothing is wrong', () => {
    expect(
      recogniseCause([
        'load config properties file OK, /h/conf/2m-2s-sync/broker-a.properties',
        'The broker[broker-a, 10.0.0.1:10911] boot success. serializeType=JSON and name server is 10.0.0.1:9876',
        'INFO main - Try to start service thread:PullRequestHoldService started:false lastThread:null',
        'WARN main - unknown client version',
      ]),
    ).toBeUndefined();
    expect(recogniseCause([])).toBeUndefined();
  });

  it('name what explains the rest', () => {
    const lines = ["error='Cannot allocate memory' (errno=12)", 'java.lang.OutOfMemoryError: Map failed'];
    expect(recogniseCause(lines)).toEqual(recogniseCause(lines.toReversed()));
    expect(recogniseCause(lines)?.cause).toMatch(/memory for the JVM/);
  });

  it('keep the offending word in the hint', () => {
    expect(recogniseCause(["Unrecognized VM option 'UseConcMarkSweepGC'"])?.hint).toContain(
      'UseConcMarkSweepGC',
    );
  });
});

describe.each(javaHomes())('what Java $major really says', ({ home, major }) => {
  it.each([
    ['a heap beyond what it may have', ['-Xms32g', '-Xmx32g'], /not enough memory/],
    ['an option it does not know', ['-XX:+UseNoSuchGC'], /does not know/],
    ['an unknown long option', ['--no-such-option'], /does not know/],
    ['contradicting sizes', ['-Xms2g', '-Xmx1g'], /contradict/],
    [
      'a class that is not there',
      ['-cp', '/nonexistent', 'no.such.Main'],
      /no\.such\.Main is not in the lib/,
    ],
  ])('%s', (_, options, cause) => {
    expect(recogniseCause(failedStart(home, options))?.cause).toMatch(cause);
  });

  it.skipIf(major < 9)('a log it cannot write', () => {
    const lines = failedStart(home, ['-Xlog:gc*:file=/nonexistent/gc.log']);
    expect(recogniseCause(lines)?.cause).toMatch(/garbage collection log/);
  });
});

function failedStart(home: string, options: readonly string[]): string[] {
  // 16 GiB of address space: enough for any JVM with a small heap
  const script = 'ulimit -v 16000000; cd /tmp; "$0" "$@" -version 2>&1; test $? -ne 0';
  return execFileSync('sh', ['-c', script, `${home}/bin/java`, ...options], { encoding: 'utf8' }).split('\n');
}
