import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProperties } from '../../src/rocketmq/configuration/properties-text.ts';
import { whyNoHosts } from '../bed/hosts.ts';
import { run, type Result } from '../bed/run.ts';
import { CommandLines } from './command-lines.ts';
import { TestBed } from './cluster.ts';
import { BIN } from './rmqctl.ts';

/**
 * Canaries: secrets that are found nowhere afterwards but where they belong. Login with an encrypted key, sudo with a
 * password, a property from the environment and one from a file, on one real host.
 */

const canary = (what: string): string => `c4n4ry-${what}-${randomBytes(6).toString('hex')}`;
const SECRETS = {
  passphrase: canary('passphrase'),
  become: canary('become'),
  variable: canary('variable'),
  rotated: canary('rotated'),
  file: canary('file'),
  nameServer: canary('name-server'),
};
const ALL = Object.values(SECRETS);
/** A word that stands on a command line on purpose, to prove that it would be seen. */
const WITNESS = canary('witness');

/** What any shell or template on the way would run; it is a property and a JVM option of the broker. */
const HOSTILE = ';$(touch${IFS}/tmp/executed);`touch${IFS}/tmp/executed`;\'"\\%n{{x}}';
/** As an inventory writes it. */
const ESCAPED = HOSTILE.replaceAll('${', () => '$${');

const HOME = '/usr/local/rocketmq-all-4.9.4-bin-release';
const PROPERTIES = `${HOME}/conf/2m-noslave/broker-a.properties`;
const OF_NAME_SERVER = `${HOME}/conf/namesrv-h1.properties`;

describe.skipIf(whyNoHosts())('secrets', () => {
  let bed: TestBed;
  let inventory: string;
  let lines: CommandLines;
  const said = new Map<string, Result>();

  /** Runs rmqctl with the secrets in its environment, and keeps what it says. */
  const rmqctl = async (
    name: string,
    args: readonly string[],
    region = SECRETS.variable,
  ): Promise<Result> => {
    const result = await bed.fleet.control([process.execPath, BIN, ...args], {
      cwd: join(bed.directory, 'work'),
      timeout: 180_000,
      env: {
        ...process.env,
        RMQCTL_KEY_PASSPHRASE: SECRETS.passphrase,
        RMQCTL_BECOME_PASSWORD: SECRETS.become,
        REGION: region,
        ENVIRONMENT_NAME: SECRETS.nameServer,
      },
    });
    said.set(name, result);
    return result;
  };

  beforeAll(async () => {
    bed = await TestBed.up('secrets', { count: 1 });
    await mkdir(join(bed.directory, 'work'));
    const key = join(bed.directory, 'id_encrypted');
    await run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', SECRETS.passphrase, '-f', key]);
    const publicKey = (await readFile(`${key}.pub`, 'utf8')).trim();
    await bed.fleet.exec(
      'h1',
      `echo 'sudoer:${SECRETS.become}' | chpasswd && echo '${publicKey}' >>~sudoer/.ssh/authorized_keys && touch /root/began`,
    );
    await writeFile(join(bed.directory, 'master-address'), `${SECRETS.file}\n`);
    inventory = await bed.write('secret.yaml', {
      ...bed.base('h1'),
      ssh: { user: 'sudoer', identity: key, knownHosts: bed.fleet.knownHosts, become: true },
      mode: 'single',
      namesrv: [{ host: 'h1', properties: { productEnvName: '${ENVIRONMENT_NAME}' } }],
      brokers: { 'broker-a': ['h1'] },
      properties: {
        regionId: '${REGION}',
        rmqAddressServerSubGroupFile: './master-address',
        mappedFileSizeCommitLog: 16_777_216,
        rmqAddressServerDomain: ESCAPED,
      },
      jvm: { broker: [`-Dhostile=${ESCAPED}`] },
    });
    lines = new CommandLines();
  });
  afterAll(async () => {
    lines?.stop();
    await bed?.down();
  });

  test('every command runs with them', async () => {
    const deploy = await rmqctl('deploy', [
      'deploy',
      inventory,
      '--verbose',
      '--json',
      '--json-file',
      'log.jsonl',
      '--markdown',
      'run.md',
    ]);
    expect([deploy.code, deploy.stderr], deploy.stdout).toEqual([0, '']);
    const reports = ['--junit', 'junit.xml', '--html', 'page.html'];
    const runs: readonly (readonly [string, readonly string[], number])[] = [
      ['validate', ['validate', inventory], 0],
      ['verify', ['verify', inventory, '--verbose', ...reports], 0],
      ['status', ['status', inventory, '--json'], 0],
      ['logs', ['logs', inventory, '-n', '2000', '--log', 'broker', '--json'], 0],
      ['graph', ['graph', inventory, '-o', 'picture.svg'], 0],
    ];
    for (const [name, args, code] of runs) {
      const result = await rmqctl(name, args);
      expect([name, result.code], result.stdout + result.stderr).toEqual([name, code]);
    }
    // what the broker says of it
    expect(said.get('logs')!.stdout).toContain('regionId=[redacted]');
  });

  test('a changed secret is shown as changed, neither old nor new, and restarts the broker alone', async () => {
    const plan = await rmqctl('plan', ['plan', inventory, '--verbose', '--no-color'], SECRETS.rotated);
    expect(plan.stdout).toMatch(/^\s*\S*-regionId=\[redacted\]$/m);
    expect(plan.stdout).toMatch(/^\s*\S*\+regionId=\[redacted\] \(changed\)$/m);
    await rmqctl('reviewed', ['plan', inventory, '-o', 'plan.json'], SECRETS.rotated);
    await bed.fleet.exec('h1', `echo 'regionId=dr1fted' >>${PROPERTIES}`);
    const drift = await rmqctl('configuration', ['verify', inventory, '--no-messages'], SECRETS.rotated);
    expect(drift.code).toBe(6);
    expect(drift.stdout).toMatch(/regionId is another value in the file/);
    expect(drift.stdout).not.toContain('dr1fted');
    const { code, stdout } = await rmqctl('rotation', ['deploy', inventory], SECRETS.rotated);
    expect(code, stdout).toBe(0);
    expect(await bed.out('h1', `cat ${PROPERTIES}`)).toMatch(
      new RegExp(`^regionId=${SECRETS.rotated}\nrmqAddressServerSubGroup=${SECRETS.file}$`, 'm'),
    );
  });

  test('hostile texts arrive as they are, and nothing runs them', async () => {
    const pid = await bed.out('h1', 'cat /var/log/rocketmq/broker-a/pid');
    const words = await bed.out('h1', `tr '\\0' '\\n' </proc/${pid}/cmdline`);
    expect(words.split('\n')).toContain(`-Dhostile=${HOSTILE}`);
    const text = await bed.out('h1', `cat ${PROPERTIES}`);
    expect(readProperties(text).get('rmqAddressServerDomain')).toBe(HOSTILE);
    expect((await bed.fleet.exec('h1', 'ls /tmp/executed')).code).not.toBe(0);
  });

  test('what goes wrong is told without them', async () => {
    const env = {
      ...process.env,
      RMQCTL_KEY_PASSPHRASE: SECRETS.passphrase,
      RMQCTL_BECOME_PASSWORD: `${SECRETS.become}!`,
      REGION: `${SECRETS.variable} `,
      ENVIRONMENT_NAME: SECRETS.nameServer,
    };
    const options = { cwd: join(bed.directory, 'work'), env };
    said.set('refused', await bed.fleet.control([process.execPath, BIN, 'validate', inventory], options));
    said.set(
      'no sudo',
      await bed.fleet.control([process.execPath, BIN, 'status', inventory], {
        ...options,
        env: { ...env, REGION: SECRETS.variable },
      }),
    );
    expect([said.get('refused')!.code, said.get('no sudo')!.code]).toEqual([3, 4]);
  });

  test('no output holds one, in any format', () => {
    const leaks = [...said].filter(([, { stdout, stderr }]) =>
      ALL.some((secret) => (stdout + stderr).includes(secret)),
    );
    expect(leaks.map(([name]) => name)).toEqual([]);
  });

  test('no command line of either side held one while it ran', async () => {
    await expect
      .poll(
        async () => {
          await bed.fleet.exec('h1', `sleep 0.2; : ${WITNESS}`);
          return lines.holding(WITNESS).length;
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(0);
    lines.stop();
    expect(ALL.flatMap((secret) => lines.holding(secret))).toEqual([]);
    expect(lines.seen.size).toBeGreaterThan(20);
  });

  test('no file that rmqctl wrote on this side holds one', async () => {
    const work = join(bed.directory, 'work');
    const names = await readdir(work);
    expect(names.toSorted()).toEqual([
      'junit.xml',
      'log.jsonl',
      'page.html',
      'picture.svg',
      'plan.json',
      'run.md',
    ]);
    for (const name of names) {
      const text = await readFile(join(work, name), 'utf8');
      expect(
        ALL.filter((secret) => text.includes(secret)),
        name,
      ).toEqual([]);
    }
  });

  test('on the host each is in one file, the service user’s alone: not even in the logs of those who know it', async () => {
    const pattern = ALL.map((secret) => `-e '${secret}'`).join(' ');
    const found = await bed.out(
      'h1',
      `find / /run /tmp /dev/shm -xdev -type f -newer /root/began -print0 | xargs -0 grep -lF ${pattern} | sort -u`,
    );
    expect(found.split('\n')).toEqual([PROPERTIES, OF_NAME_SERVER]);
    for (const path of [PROPERTIES, OF_NAME_SERVER])
      expect(await bed.out('h1', `stat -c '%a %U:%G' ${path}`), path).toBe('600 rocketmq:rocketmq');
    // they say that there is one, where they say what they are started with
    const logs = '/var/log/rocketmq/*/logs/rocketmqlogs/*.log';
    expect((await bed.out('h1', `grep -hoE '(regionId|productEnvName)=.*' ${logs}`)).split('\n')).toEqual(
      expect.arrayContaining(['regionId=[redacted]', 'productEnvName=[redacted]']),
    );
    expect(await bed.out('h1', `stat -c '%a %U' /var/log/rocketmq/broker-a`)).toBe('700 rocketmq');
    const others = await bed.fleet.ssh('h1', `cat ${PROPERTIES} ${OF_NAME_SERVER}`, { user: 'ops' });
    expect(others.stdout).toBe('');
    const environments = await bed.out('h1', `grep -lF ${pattern} /proc/[0-9]*/environ 2>/dev/null; true`);
    expect(environments).toBe('');
  });
});
