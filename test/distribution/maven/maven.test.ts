import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { dependenciesPom } from '../../../src/distribution/maven/maven.ts';
import { skeleton } from '../../../src/distribution/maven/maven.ts';
import { releaseOf } from '../../../src/rocketmq/releases.ts';
import { mvnWith, Sandbox } from '../../sample/archives/sandbox.ts';
import { listTar } from '../../sample/archives/tar.ts';

const MAVEN = { from: 'maven' } as const;

/** What `ps` says of a process in one letter: S, R, ...; Z for a dead one; nothing for none. */
function stateOf(pid: string): string {
  return spawnSync('ps', ['-o', 'stat=', '-p', pid.trim()], { encoding: 'utf8' }).stdout.trim().slice(0, 1);
}

describe('source: maven', () => {
  it('packs the jars with bin and conf of our own, the same bytes every time', async () => {
    const box = new Sandbox();
    await box.fakeMvn(mvnWith('4.9.4'));
    const provided = await box.provide('4.9.4', MAVEN);
    expect(provided.origin).toBe('maven');
    expect((await listTar(provided.path)).map(({ name, mode }) => `${mode} ${name}`)).toEqual([
      '755 bin',
      '755 bin/mqadmin',
      '755 bin/mqbroker',
      '755 bin/mqnamesrv',
      '755 bin/tools.sh',
      '755 conf',
      '644 conf/logback_broker.xml',
      '644 conf/logback_namesrv.xml',
      '644 conf/logback_tools.xml',
      '755 lib',
      '644 lib/rocketmq-broker-4.9.4.jar',
      '644 lib/rocketmq-namesrv-4.9.4.jar',
      '644 lib/rocketmq-tools-4.9.4.jar',
    ]);
    const elsewhere = new Sandbox();
    await elsewhere.fakeMvn(mvnWith('4.9.4'));
    expect((await elsewhere.provide('4.9.4', MAVEN)).sha256).toBe(provided.sha256);
    expect((await box.provide('4.9.4', MAVEN)).origin).toBe('cache');
  });

  it('counts the bytes that mvn downloads', async () => {
    const box = new Sandbox();
    await box.fakeMvn(`echo '[INFO] Downloaded from central: x://y/a.jar (57 kB at 200 kB/s)'
echo 'Downloaded from central: x://y/b.jar (1.5 MB at 2.0 MB/s)'
${mvnWith('4.9.4')}`);
    await box.provide('4.9.4', MAVEN);
    expect(box.progress.map(({ bytes }) => bytes)).toEqual([undefined, 57_000, 1_557_000]);
  });

  it.each([
    ['without mvn', undefined, 'MAVEN_MISSING', /no mvn on the PATH/],
    ['mvn fails', 'echo "[ERROR] Unknown host repo"; exit 1', 'MAVEN_FAILED', /Unknown host repo/],
    [
      'no such version',
      'echo "[ERROR] Could not find artifact a:b:jar:4.9.4 in central (x)"; exit 1',
      'MAVEN_FAILED',
      /there is no a:b:jar:4.9.4/,
    ],
    [
      'asked before',
      'echo "[ERROR] a:b:jar:4.9.4 was not found in x during a previous attempt"; exit 1',
      'MAVEN_FAILED',
      /there is no a:b:jar:4.9.4/,
    ],
    ['mvn brings another version', mvnWith('4.9.5'), 'ARCHIVE_VERSION_MISMATCH', /4\.9\.5/],
    ['mvn brings nothing', 'exit 0', 'ARCHIVE_INVALID', /is missing/],
  ])('%s is an error that says so', async (_name, script, code, said) => {
    const box = new Sandbox();
    if (script !== undefined) await box.fakeMvn(script);
    const error = await box.refuse('4.9.4', MAVEN);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(said);
  });

  it('by default, when nothing works, tells all that was tried and what to do by hand', async () => {
    const error = await new Sandbox().refuse('4.9.4');
    expect(error.code).toBe('DISTRIBUTION_UNAVAILABLE');
    expect(error.message).toMatch(/Apache's download site: .*refuses the connection.*Maven: .*no mvn/);
    expect(error.hint).toMatch(/rocketmq-all-4\.9\.4-bin-release\.zip/);
    expect(error.hint).toMatch(/rmqctl fetch 4\.9\.4 -o/);
  });

  it('is interrupted at once, and mvn with it', async () => {
    const box = new Sandbox();
    await box.fakeMvn(`echo $$ > ${box.root}/pid; exec sleep 30`);
    const controller = new AbortController();
    const started = Date.now();
    const provided = box.provide('4.9.4', MAVEN, controller.signal);
    await vi.waitFor(() => expect(readFileSync(`${box.root}/pid`, 'utf8')).toMatch(/\d/), 15_000);
    controller.abort(new Error('interrupted'));
    await expect(provided).rejects.toThrow('interrupted');
    expect(Date.now() - started).toBeLessThan(15_000);
    // gone, or dead and not yet collected by process 1, which adopts what mvn's shell leaves
    await vi.waitFor(() => expect(stateOf(readFileSync(`${box.root}/pid`, 'utf8'))).toMatch(/^Z?$/), 5000);
  });
});

describe('the coordinates of a version', () => {
  it.each([
    ['3.2.6', 'com.alibaba.rocketmq', '3.2.6', false],
    ['4.0.0', 'org.apache.rocketmq', '4.0.0-incubating', false],
    ['4.1.0', 'org.apache.rocketmq', '4.1.0-incubating', false],
    ['4.9.4', 'org.apache.rocketmq', '4.9.4', false],
    ['5.0.0', 'org.apache.rocketmq', '5.0.0', true],
    ['5.5.0', 'org.apache.rocketmq', '5.5.0', true],
  ])('%s', (version, group, mavenVersion, proxy) => {
    const facts = releaseOf(version);
    const pom = dependenciesPom(facts);
    expect(facts.modules.includes('proxy')).toBe(proxy);
    expect(pom.match(/<groupId>.*rocketmq<\/groupId>/g)).toEqual(
      facts.modules.map(() => `<groupId>${group}</groupId>`),
    );
    expect(pom).toContain(`<version>${mavenVersion}</version>`);
    for (const module of facts.modules) expect(pom).toContain(`<artifactId>rocketmq-${module}</artifactId>`);
    expect(pom.includes('bridge-method-annotation')).toBe(version === '3.2.6');
  });
});

describe('bin and conf of rmqctl', () => {
  const of = async (version: string) => new Map(await skeleton(releaseOf(version)));

  it.each([
    ['3.2.6', 'com.alibaba.rocketmq.broker.BrokerStartup', 'conf/logback_broker.xml'],
    ['4.9.4', 'org.apache.rocketmq.broker.BrokerStartup', 'conf/logback_broker.xml'],
    ['5.0.0', 'org.apache.rocketmq.broker.BrokerStartup', 'conf/logback_broker.xml'],
    ['5.1.0', 'org.apache.rocketmq.broker.BrokerStartup', 'conf/rmq.broker.logback.xml'],
  ])('%s starts the right class with the right logback file', async (version, main, logback) => {
    const files = await of(version);
    const shaded = logback.includes('rmq.')
      ? `-Drmq.logback.configurationFile="$ROCKETMQ_HOME/${logback}" `
      : '';
    expect(files.get('bin/mqbroker')).toContain(`"$ROCKETMQ_HOME/bin/runbroker.sh" ${shaded}${main} "$@"`);
    expect(files.has(logback)).toBe(true);
    expect(files.has('bin/mqproxy')).toBe(version.startsWith('5'));
  });

  it('are well-formed shell and XML', async () => {
    for (const version of ['3.2.6', '4.9.4', '5.0.0', '5.5.0'])
      for (const [name, content] of await of(version)) {
        expect(content, name).not.toMatch(/@[A-Z]+@/);
        if (name.startsWith('bin/')) execFileSync('sh', ['-n'], { input: content });
        else expect(refsOf(content), name).toEqual([]);
      }
  });

  it('keep their logs where RocketMQ does, rolled by size', async () => {
    const broker = (await of('4.9.4')).get('conf/logback_broker.xml') ?? '';
    for (const name of ['broker', 'store', 'storeerror', 'remoting', 'watermark', 'transaction'])
      expect(broker).toContain(
        `<file>\${user.home}/logs/rocketmqlogs/\${brokerLogDir:-.}/${name}.log</file>`,
      );
    expect(broker).toContain('/otherdays/');
  });

  it('run a command of mqadmin wherever the release is, by a link too, with blanks in its arguments', async () => {
    const box = new Sandbox();
    const files = await of('4.9.4');
    for (const [name, content] of files) await box.write(`a home/${name}`, content);
    await box.write(
      'jdk/bin/java',
      '#!/bin/sh\n[ "$1" = -version ] && { echo "Picked up X"; echo \'openjdk version "17.0.1"\'; } >&2 && exit\nprintf "[%s]" "$@"\n',
    );
    execFileSync('chmod', ['+x', `${box.root}/jdk/bin/java`]);
    execFileSync('ln', ['-s', `${box.root}/a home/bin/mqadmin`, `${box.root}/link`]);
    const env = { PATH: '/usr/bin:/bin', JAVA_HOME: `${box.root}/jdk` };
    const said = execFileSync('sh', [`${box.root}/link`, 'updateTopic', '-t', 'a b'], {
      env,
      encoding: 'utf8',
    });
    expect(said).toContain(`[-cp][${box.root}/a home/conf:${box.root}/a home/lib/*]`);
    expect(said).toContain('[org.apache.rocketmq.tools.command.MQAdminStartup][updateTopic][-t][a b]');
    expect(said).toContain('[--add-opens=java.base/java.nio=ALL-UNNAMED]');
    expect(said).not.toContain('unsafe');
  });
});

/** Appenders that are referred to and not there. */
function refsOf(xml: string): string[] {
  const names = new Set([...xml.matchAll(/<appender name="([^"]+)"/g)].map(([, name]) => name));
  const refs = [...xml.matchAll(/ref="([^"]+)"/g)].map(([, name]) => name ?? '');
  expect(refs.length).toBeGreaterThan(0);
  return refs.filter((ref) => !names.has(ref));
}
