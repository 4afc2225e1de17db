import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { knownVersion, nearestKnown, releaseOf, VERSIONS } from '../../src/rocketmq/releases.ts';
import { SERVERS } from '../../src/rocketmq/servers.ts';
import { compareVersions } from '../../src/model/version.ts';

describe('versions', () => {
  it('are known, once each and oldest first', () => {
    expect(VERSIONS.length).toBe(new Set(VERSIONS).size);
    expect([...VERSIONS].sort(compareVersions)).toEqual(VERSIONS);
    expect(VERSIONS[0]).toBe('3.2.6');
  });

  it.each([
    ['4.9.4', true],
    ['5.5.0', true],
    ['4.9', false],
    ['4.9.9', true],
    ['4.10.0', true],
    ['5.4.3', true],
    ['5.5.1', true],
    ['5.6.0', false],
    ['6.0.0', false],
    ['3.2.5', false],
    ['', false],
  ])('%s: %s', (version, known) => {
    expect(knownVersion(version)).toBe(known);
  });

  it.each([
    ['4.9.4', '4.9.4'],
    ['4.9.9', '4.9.8'],
    ['5.4.3', '5.4.0'],
    ['5.5.1', '5.5.0'],
    ['5.6.0', undefined],
    ['3.2.5', undefined],
    ['latest', undefined],
  ])('%s has the facts of %s', (version, known) => {
    expect(nearestKnown(version)).toBe(known);
  });

  it('that are unknown end with the ones that are', () => {
    expect(() => releaseOf('6.0.0')).toThrow(
      expect.objectContaining({ code: 'VERSION_UNKNOWN', exit: 3, hint: expect.stringContaining('4.9.4') }),
    );
  });

  it.each([
    ['4.9.4', '4.9.10', -1],
    ['5.0.0', '4.9.8', 1],
    ['4.9.4', '4.9.4', 0],
    ['4.9', '4.9.0', 0],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
  });
});

describe('what differs between versions', () => {
  it.each([
    ['3.2.6', '/software/alibaba-rocketmq', 'com.alibaba.rocketmq.broker.BrokerStartup'],
    [
      '4.0.0',
      '/usr/local/rocketmq-all-4.0.0-incubating-bin-release',
      'org.apache.rocketmq.broker.BrokerStartup',
    ],
    ['4.9.4', '/usr/local/rocketmq-all-4.9.4-bin-release', 'org.apache.rocketmq.broker.BrokerStartup'],
    ['5.5.0', '/usr/local/rocketmq-all-5.5.0-bin-release', 'org.apache.rocketmq.broker.BrokerStartup'],
  ])('%s: home and main class', (version, home, mainClass) => {
    expect(releaseOf(version).defaultHome).toBe(home);
    expect(releaseOf(version).mainClass('broker')).toBe(mainClass);
  });

  it.each([
    ['3.2.6', 'mapedFileSizeCommitLog'],
    ['4.5.1', 'mapedFileSizeCommitLog'],
    ['4.5.2', 'mappedFileSizeCommitLog'],
    ['5.5.0', 'mappedFileSizeCommitLog'],
  ])('%s: %s', (version, key) => {
    expect(releaseOf(version).mappedFileSizeKey).toBe(key);
  });

  it.each([
    ['3.2.6', false, false],
    ['4.9.8', true, false],
    ['5.0.0', true, true],
  ])('%s: fast port %s, replicas to be named %s', (version, fastPort, named) => {
    expect(releaseOf(version).fastPort).toBe(fastPort);
    expect(releaseOf(version).syncNeedsInSyncReplicas).toBe(named);
    expect(releaseOf(version).slaveNeedsReadEnable).toBe(named);
    expect(releaseOf(version).slaveCanBeToldMaster).toBe(!named);
  });

  it.each([
    ['4.9.4', 'conf/logback_broker.xml', []],
    ['5.0.0', 'conf/logback_broker.xml', []],
    [
      '5.1.0',
      'conf/rmq.broker.logback.xml',
      ['-Drmq.logback.configurationFile=/h/conf/rmq.broker.logback.xml'],
    ],
  ])('%s logs by %s', (version, file, options) => {
    expect(releaseOf(version).logConfig('broker')).toBe(file);
    expect(releaseOf(version).logOptions('broker', '/h')).toEqual(options);
  });

  it.each([
    ['3.2.6', ['CVE-2023-33246'], '4.9.8'],
    ['4.9.4', ['CVE-2023-33246', 'CVE-2023-37582'], '4.9.8'],
    ['4.9.6', ['CVE-2023-37582'], '4.9.8'],
    ['4.9.7', [], '4.9.8'],
    ['4.9.8', [], undefined],
    ['5.1.1', ['CVE-2023-37582'], '5.5.0'],
    ['5.1.2', [], '5.5.0'],
    ['5.5.0', [], undefined],
  ])('%s has %j and is followed by %s', (version, ids, newest) => {
    expect(releaseOf(version).cves.map(({ id }) => id)).toEqual(ids);
    expect(releaseOf(version).newest).toBe(newest);
  });

  it.each([
    ['3.2.6', 8, false],
    ['4.9.4', 8, false],
    ['4.9.4', 9, true],
    ['5.5.0', 25, true],
  ])('%s on Java %d opens the internals: %s', (version, major, opens) => {
    expect(releaseOf(version).jdk.flagsFor(major).length > 0).toBe(opens);
  });
});

/** As the three releases wrote them on their consoles and in broker.log. */
const BOOTED: [version: string, role: 'namesrv' | 'broker', line: string][] = [
  ['3.2.6', 'namesrv', 'The Name Server boot success.'],
  ['3.2.6', 'broker', 'The broker[broker-a, 10.0.0.1:10911] boot success. and name server is 10.0.0.1:9876'],
  ['4.9.4', 'namesrv', 'The Name Server boot success. serializeType=JSON'],
  ['4.9.4', 'broker', 'The broker[broker-a, 10.0.0.1:10911] boot success. serializeType=JSON'],
  ['5.5.0', 'namesrv', 'The Name Server boot success. serializeType=JSON, address 0.0.0.0:9876'],
  [
    '5.5.0',
    'broker',
    'The broker[a-s, [::1]:10911] boot success. serializeType=JSON and name server is a:9876;b:9876',
  ],
];

describe('lines that say "ready"', () => {
  it.each(BOOTED)('%s %s boots with: %s', (_version, role, line) => {
    const other = role === 'broker' ? 'namesrv' : 'broker';
    for (const matches of [matchedByGrep, matchedByJavaScript]) {
      expect(matches(SERVERS[role].bootLine, line)).toBe(true);
      expect(matches(SERVERS[other].bootLine, line)).toBe(false);
      expect(
        matches(SERVERS[role].bootLine, 'load config properties file OK, /conf/broker-a.properties'),
      ).toBe(false);
    }
  });

  it.each([
    ['3.2.6', 0, 'register broker to name server node1:9876 OK'],
    ['4.4.0', 1, 'register broker to name server node1:9876 OK'],
    ['4.5.0', 1, 'register broker[1]to name server node1:9876 OK'],
    ['4.9.4', 0, 'register broker[0]to name server node1:9876 OK'],
    ['5.5.0', 0, 'Registering current broker to name server completed. TargetHost=node1:9876'],
  ])('%s, broker %d registers with: %s', (version, id, line) => {
    expect(releaseOf(version).registeredLine(id, 'node1:9876')).toBe(line);
  });
});

function matchedByGrep(pattern: string, line: string): boolean {
  try {
    execFileSync('grep', ['-qE', '-e', pattern], { input: `${line}\n` });
    return true;
  } catch {
    return false;
  }
}

function matchedByJavaScript(pattern: string, line: string): boolean {
  return new RegExp(pattern).test(line);
}
