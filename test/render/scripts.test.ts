import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { profileScript } from '../../src/render/scripts.ts';
import { runScriptFile } from '../../src/render/scripts.ts';
import { renderTemplate } from '../../src/render/templates.ts';
import { unitFile } from '../../src/hosts/supervisors/systemd.ts';
import { releaseOf } from '../../src/rocketmq/releases.ts';
import { quote } from '../../src/shell/quote.ts';

const MIB = 2 ** 20;
const SHELLS = ['/bin/dash', '/bin/bash'].filter((shell) => existsSync(shell));
const heap = { size: 1280 * MIB, direct: 512 * MIB };
/** Quoting has to hold for this: a blank, a quote, a dollar and a star. */
const ODD = "odd 'n $HOME *";

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'rmqctl-scripts-'));
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

function written(name: string, content: string, mode = 0o755): string {
  const path = join(base, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

/** A java that says its pid, its home and its words, one a line. */
function fakeJava(home: string): string {
  const java =
    '#!/bin/sh\nprintf "%s\\n" "pid=$$" "home=$ROCKETMQ_HOME" "logs=$RMQCTL_LOGS" "cwd=$PWD" "$@"\n';
  written(`${home}/bin/java`, java);
  return join(base, home);
}

function run(shell: string, words: readonly string[], env: Record<string, string> = {}): string[] {
  const PATH = process.env['PATH']!;
  const said = execFileSync(shell, words, { encoding: 'utf8', env: { PATH, HOME: base, ...env }, cwd: base });
  return said.trimEnd().split('\n');
}

describe('golden files', () => {
  it.each<[string, () => string]>([
    ['runbroker-4.9.4-jdk8.sh', () => script('broker', '4.9.4', 8)],
    ['runbroker-4.9.4-jdk17.sh', () => script('broker', '4.9.4', 17)],
    ['runserver-5.5.0-jdk25.sh', () => script('namesrv', '5.5.0', 25)],
    ['rocketmq.sh', () => profileScript({ javaHome: '/usr/lib/jvm/java-8', home: '/usr/local/rocketmq' })],
    ['broker-a.service', () => unit('/usr/local/rocketmq/bin/start-broker-a.sh')],
  ])('%s', async (name, render) => {
    const text = render();
    await expect(text).toMatchFileSnapshot(`golden/${name}`);
    if (name.endsWith('.sh')) for (const shell of SHELLS) run(shell, ['-n', written(name, text)]);
  });
});

function script(
  role: 'broker' | 'namesrv',
  version: string,
  jdkMajor: number,
  javaHome = '/usr/lib/jvm/java',
): string {
  const template = role === 'broker' ? 'broker/runbroker.sh' : 'namesrv/runserver.sh';
  return runScriptFile({ template, javaHome, jdkMajor, release: releaseOf(version), heap });
}

function unit(startScript: string): string {
  const description = 'RocketMQ broker-a of rocketmq-cluster';
  return unitFile({ description, user: 'rocketmq', group: 'rocketmq', startScript, limits: true });
}

describe.each(SHELLS)('runbroker.sh in %s', (shell) => {
  it('starts Java with the host heap, the words it was given and no file names for stars', () => {
    const path = written('home/bin/runbroker.sh', script('broker', '4.9.4', 17, fakeJava(ODD)));
    const words = run(shell, [path, '-Dx=a b', 'Main', '-c', 'c d'], { JAVA_OPT_EXT: '-Da=1  -Db=*' });
    expect(words).toContain('-Xmx1280m');
    expect(words).toContain(`home=${base}/home`);
    expect(words).toContain(
      `-Xlog:gc*:file=${base}/logs/rocketmqlogs/gc.log:time,tags:filecount=5,filesize=30M`,
    );
    const classPath = `.:${base}/home/conf:${base}/home/lib/*`;
    expect(words.slice(-8)).toEqual(['-Da=1', '-Db=*', '-cp', classPath, '-Dx=a b', 'Main', '-c', 'c d']);
  });

  it('obeys RMQCTL_HEAP, RMQCTL_LOGS and a ROCKETMQ_HOME that is set', () => {
    const path = written('home/bin/runbroker.sh', script('broker', '4.9.4', 8, fakeJava('java')));
    const logs = `${base}/log dir`;
    const words = run(shell, [path, 'Main'], {
      RMQCTL_HEAP: '-Xms2g -Xmx2g',
      RMQCTL_LOGS: logs,
      ROCKETMQ_HOME: '/h',
    });
    expect(words).toEqual(expect.arrayContaining(['-Xms2g', '-Xmx2g', 'home=/h', `-Xloggc:${logs}/gc.log`]));
    expect(words.filter((word) => word.startsWith('-Xmx'))).toEqual(['-Xmx2g']);
    expect(existsSync(logs)).toBe(true);
  });

  it('becomes the JVM: the pid of the script is that of Java', () => {
    const path = written('home/bin/runbroker.sh', script('broker', '4.9.4', 8, fakeJava('java')));
    const [shellPid, javaPid] = run(shell, ['-c', 'echo "pid=$$"; exec sh "$0" Main', path]);
    expect(javaPid).toBe(shellPid);
  });

  it('says where it looked when there is no Java', () => {
    const path = written('home/bin/runbroker.sh', script('broker', '4.9.4', 8, '/no/java'));
    expect(run(shell, ['-c', `sh "$0" Main 2>&1; echo $?`, path])).toEqual([
      'ERROR: no Java at /no/java/bin/java (java.home of the inventory)',
      '127',
    ]);
  });
});

describe.each(SHELLS)('the profile in %s', (shell) => {
  it('sets both homes and puts both bin directories on PATH, once', () => {
    const path = written('profile.sh', profileScript({ javaHome: `${base}/${ODD}`, home: '/opt/mq' }));
    const twice = `set -u; . "$0"; . "$0"; printf '%s\\n' "$JAVA_HOME" "$ROCKETMQ_HOME" "$PATH"; env | grep -c '^\\(JAVA\\|ROCKETMQ\\)_HOME='`;
    const [javaHome, home, search, exported] = run(shell, ['-ec', twice, path]);
    expect(javaHome).toBe(`${base}/${ODD}`);
    expect(home).toBe('/opt/mq');
    expect(search).toBe(`${base}/${ODD}/bin:/opt/mq/bin:${process.env['PATH']}`);
    expect(exported).toBe('2');
  });
});

describe('words of a unit', () => {
  it.each([
    ['/usr/local/rocketmq/bin/start.sh', '/usr/local/rocketmq/bin/start.sh'],
    ['/opt/50%/start.sh', '/opt/50%%/start.sh'],
    ['/opt/a b/start.sh', '"/opt/a b/start.sh"'],
    ['/opt/$x/start.sh', '/opt/$$x/start.sh'],
    ['/opt/"q"/start.sh', String.raw`"/opt/\"q\"/start.sh"`],
  ])('%s', (path, word) => {
    expect(unit(path)).toContain(`\nExecStart=/bin/sh ${word}\n`);
  });
});

describe.each(SHELLS)('a start script in %s', (shell) => {
  const start = (logFile: string): string =>
    renderTemplate('common/launch.sh', {
      instance: 'broker-a',
      private: false,
      env: [`RMQCTL_DIGEST=${quote('d1')}`, `RMQCTL_LOGS=${quote(base)}`],
      logs: quote(base),
      logFile: quote(logFile),
      pidFile: quote(`${base}/pid`),
      command: ['sh', '-c', 'echo "$$ $RMQCTL_DIGEST ${JAVA_OPT_EXT:-unset}"'].map(quote).join(' '),
    });
  const read = (name: string): string => readFileSync(join(base, name), 'utf8');

  it('keeps what the last start said, and begins anew', () => {
    const path = written('start.sh', start(join(base, 'broker.log')));
    run(shell, [path], { JAVA_OPT_EXT: '-Dfrom=login' });
    const first = read('console.log');
    expect(first).toBe(`${read('pid').trim()} d1 unset\n`);
    expect(read('.log-offset')).toBe('0\n');

    written('broker.log', 'twelve bytes');
    run(shell, [path]);
    expect(read('.log-offset')).toBe('12\n');
    expect(read('console.log.1')).toBe(first);
    expect(read('console.log')).not.toBe(first);
  });
});
