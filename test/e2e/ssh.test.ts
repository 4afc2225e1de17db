import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { whyNoHosts } from '../bed/hosts.ts';
import { run } from '../bed/run.ts';
import { TestBed } from './cluster.ts';
import { complaints, type Outcome } from './rmqctl.ts';
import { type Home, anyInventory, execute, makeHome, outputOf, tryExec } from './ssh-bed.ts';
import { Terminal, whyNoTerminal } from './terminal.ts';

/**
 * Logins against OpenSSH's own sshd, each setting on a host that has it. What the hosts were sent is read from their logs.
 * h1: no root, no forwarding. h2: users with odd shells. h3, h4: jump hosts. h5 to h24: behind them. h25: one session at a time.
 */

const [SHELLS, GATE, INNER_GATE] = ['h2', 'h3', 'h4'] as const;
const ALONE = 'h25';
const BEHIND = Array.from({ length: 20 }, (_, index) => `h${index + 5}`);
/** of the users `sudoer` and all those that are made here */
const SUDO_PASSWORD = 'sudoerpw';

/** Connects, tells when it is greeted, and stays. */
const SILENT = `const socket = require('node:net').connect(22, process.argv[1]);
socket.on('data', (text) => process.stdout.write(text));`;

const errorsOf = ({ diagnostics }: Outcome) => diagnostics.filter(({ severity }) => severity === 'error');

describe.skipIf(whyNoHosts())('logins', () => {
  let bed: TestBed;
  let home: Home;

  beforeAll(async () => {
    bed = await TestBed.up('ssh', { count: 1, sshd: ['PermitRootLogin no', 'AllowTcpForwarding no'] });
    const light = { mode: 'light', jdk: 'none' } as const;
    await bed.fleet.more({ ...light, count: 23, sshd: ['LogLevel VERBOSE'] });
    await bed.fleet.more({ ...light, count: 1, sshd: ['LogLevel VERBOSE', 'MaxSessions 1'] });
    home = await makeHome(bed, 'home');
  });
  afterAll(() => bed?.down());

  const ip = (host: string) => bed.fleet.host(host).ip;
  const path = (name: string) => join(bed.directory, name);
  /** The key that the fleet's hosts accept, and nothing else said. */
  const fleetKey = () => ({ identity: bed.fleet.key, knownHosts: bed.fleet.knownHosts });
  const inventory = (
    name: string,
    hosts: Readonly<Record<string, unknown>>,
    ssh: Readonly<Record<string, unknown>>,
  ) => bed.write(name, anyInventory(hosts, ssh));
  const keygen = async (...args: readonly string[]) => {
    const { code, stderr } = await run(['ssh-keygen', '-q', ...args], { cwd: bed.directory });
    expect(code, stderr).toBe(0);
  };
  /** Changes a light host, and lets its sshd read its settings anew: for a moment nobody listens then. */
  const reconfigure = async (host: string, script: string) => {
    const began = async () => (await bed.fleet.sshdLog(host)).split('Server listening on 0.0.0.0').length;
    const before = await began();
    const { code, stderr } = await bed.fleet.exec(host, `${script}\nkill -HUP "$(cat /run/sshd.pid)"`);
    expect(code, stderr).toBe(0);
    await vi.waitFor(async () => expect(await began()).toBe(before + 1), { timeout: 30_000 });
  };
  /** What a host's sshd said while something ran. */
  const saidBy = async (host: string, work: () => Promise<unknown>) => {
    const before = (await settledLog(host)).length;
    await work();
    return (await settledLog(host)).slice(before);
  };
  /** The log of a host's sshd once nothing more comes: it reaches the file a moment after it was said. */
  const settledLog = async (host: string): Promise<string> => {
    for (let last = ''; ;) {
      const log = await bed.fleet.sshdLog(host);
      if (log !== '' && log === last) return log;
      last = log;
      await sleep(300);
    }
  };

  describe('host keys', () => {
    test('hashed names are found, without them the host is unknown', async () => {
      await copyFile(bed.fleet.knownHosts, path('hashed'));
      await keygen('-H', '-f', 'hashed');
      expect(await readFile(path('hashed'), 'utf8')).not.toContain(ip(SHELLS));
      const file = await inventory(
        'hashed.json',
        { h2: ip(SHELLS) },
        { ...fleetKey(), knownHosts: path('hashed') },
      );
      expect(outputOf(await execute(bed, [file, 'hostname'], home), SHELLS)).toContain('h2');
    });

    /** Runs what must end before the login: the server saw a connection, and neither a user's name nor a key. */
    const refusedUnheard = async (file: string): Promise<Outcome> => {
      let outcome: Outcome | undefined;
      const said = await saidBy(SHELLS, async () => {
        outcome = await tryExec(bed, [file, 'touch /root/reached', '--accept-new'], home);
      });
      expect(outcome?.code).toBe(4);
      const [, port] = /^Connection from [0-9.]+ (port [0-9]+) /m.exec(said) ?? [];
      expect(port, said).toBeDefined();
      const about = async () =>
        (await bed.fleet.sshdLog(SHELLS))
          .split('\n')
          .filter((line) => line.includes(`${port} `) || line.endsWith(port!));
      await vi.waitFor(async () => expect((await about()).join('\n')).toMatch(/^Disconnected from /m), {
        timeout: 30_000,
      });
      expect((await about()).join('\n')).not.toMatch(/user|publickey|session/i);
      expect((await bed.fleet.exec(SHELLS, 'test -e /root/reached')).code).not.toBe(0);
      return outcome!;
    };

    test('a changed key: both fingerprints, file and line, and nothing was sent', async () => {
      await keygen('-t', 'ed25519', '-N', '', '-f', 'other');
      const other = (await readFile(path('other.pub'), 'utf8')).trim();
      await writeFile(path('changed'), `# a comment\n${ip(SHELLS)} ${other}\n`);
      const file = await inventory(
        'changed.json',
        { h2: ip(SHELLS) },
        { ...fleetKey(), knownHosts: path('changed') },
      );
      const outcome = await refusedUnheard(file);
      const shown = await bed.out(SHELLS, 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub | cut -d" " -f2');
      const { stdout: known } = await run(['ssh-keygen', '-lf', path('other.pub')]);
      const [error] = errorsOf(outcome);
      expect(error?.code).toBe('HOST_KEY_CHANGED');
      expect(error?.message).toContain(shown);
      expect(error?.message).toContain(known.split(' ')[1]);
      expect(error?.message).toContain(`${path('changed')}:2`);
    });

    test('a key that is marked as revoked, though another line has it: nothing was sent', async () => {
      const lines = (await readFile(bed.fleet.knownHosts, 'utf8')).split('\n');
      const [name, ...key] = lines.find((line) => line.startsWith(`${ip(SHELLS)} `))!.split(' ');
      await writeFile(path('revoked'), `${name} ${key.join(' ')}\n@revoked * ${key.join(' ')}\n`);
      const ssh = { ...fleetKey(), knownHosts: path('revoked') };
      const outcome = await refusedUnheard(await inventory('revoked.json', { h2: ip(SHELLS) }, ssh));
      expect(errorsOf(outcome)[0]).toMatchObject({
        code: 'HOST_KEY_REVOKED',
        message: expect.stringContaining(`${path('revoked')}:2`),
      });
    });

    test('certificates: the host by its authority, the user by a key file and by the agent', async () => {
      for (const name of ['host-ca', 'user-ca', 'certified'])
        await keygen('-t', 'ed25519', '-N', '', '-f', name);
      await writeFile(path('host.pub'), await bed.out(SHELLS, 'cat /etc/ssh/ssh_host_ed25519_key.pub'));
      await keygen('-s', 'host-ca', '-I', 'the host', '-h', '-n', ip(SHELLS), 'host.pub');
      await keygen('-s', 'user-ca', '-I', 'the user', '-n', 'ops', 'certified.pub');
      const certificate = await readFile(path('host-cert.pub'), 'utf8');
      const authority = await readFile(path('user-ca.pub'), 'utf8');
      const settings = 'HostCertificate /etc/ssh/host-cert.pub\nTrustedUserCAKeys /etc/ssh/user-ca.pub\n';
      await reconfigure(
        SHELLS,
        `printf %s '${certificate}' >/etc/ssh/host-cert.pub; printf %s '${authority}' >/etc/ssh/user-ca.pub
        printf '${settings}' >/etc/ssh/sshd_config.d/05-certificates.conf`,
      );
      await writeFile(
        path('authorities'),
        `@cert-authority 10.* ${await readFile(path('host-ca.pub'), 'utf8')}`,
      );
      const ssh = { user: 'ops', knownHosts: path('authorities') };
      const withKey = await inventory(
        'certified.json',
        { h2: ip(SHELLS) },
        { ...ssh, identity: path('certified') },
      );
      const said = await saidBy(SHELLS, () => execute(bed, [withKey, 'true'], home));
      expect(said).toMatch(/Accepted publickey for ops .* ED25519-CERT .* ID the user /);

      const agent = await startAgent([path('certified')]);
      const withAgent = await inventory('agent-certified.json', { h2: ip(SHELLS) }, ssh);
      const options = { env: { ...home.env, SSH_AUTH_SOCK: agent.socket } };
      const saidNow = await saidBy(SHELLS, () => execute(bed, [withAgent, 'true'], options));
      expect(saidNow).toMatch(/Accepted publickey for ops .* ED25519-CERT /);
      agent.process.kill();

      // another authority vouches for nothing, though the key is the same
      await writeFile(
        path('authorities'),
        `@cert-authority 10.* ${await readFile(path('user-ca.pub'), 'utf8')}`,
      );
      const refused = await tryExec(bed, [withKey, 'true'], home);
      expect(errorsOf(refused).map(({ code }) => code)).toEqual(['HOST_KEY_UNKNOWN']);
    });
  });

  const startAgent = async (keys: readonly string[]): Promise<{ socket: string; process: ChildProcess }> => {
    const socket = path(`agent-${keys.length}-${Math.trunc(performance.now())}`);
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(agent.stdout, 'data');
    const { code, stderr } = await run(['ssh-add', '-q', ...keys], {
      env: { ...process.env, SSH_AUTH_SOCK: socket },
    });
    expect(code, stderr).toBe(0);
    return { socket, process: agent };
  };

  describe('keys and passwords', () => {
    const PASSPHRASE = 'open sesame';

    test('an encrypted key, by the passphrase of the environment, and by the agent', async () => {
      await keygen('-t', 'ed25519', '-N', PASSPHRASE, '-f', 'locked');
      const line = (await readFile(path('locked.pub'), 'utf8')).trim();
      await bed.fleet.exec(SHELLS, `echo '${line}' >>/home/ops/.ssh/authorized_keys`);
      const file = await inventory(
        'locked.json',
        { h2: ip(SHELLS) },
        { user: 'ops', identity: path('locked'), knownHosts: bed.fleet.knownHosts },
      );
      const refused = await tryExec(bed, [file, 'true'], home);
      expect(errorsOf(refused)[0]).toMatchObject({
        code: 'LOGIN_REFUSED',
        message: expect.stringContaining('passphrase'),
      });
      expect(JSON.stringify(refused.diagnostics)).toContain('RMQCTL_KEY_PASSPHRASE');
      const opened = await execute(bed, [file, 'id -un'], {
        env: { ...home.env, RMQCTL_KEY_PASSPHRASE: PASSPHRASE },
      });
      expect(outputOf(opened, SHELLS)).toContain('ops');

      const { stderr, code } = await run([
        'ssh-keygen',
        '-q',
        '-p',
        '-P',
        PASSPHRASE,
        '-N',
        '',
        '-f',
        path('locked'),
      ]);
      expect(code, stderr).toBe(0);
      const agent = await startAgent([path('locked')]);
      await keygen('-p', '-P', '', '-N', PASSPHRASE, '-f', 'locked');
      await execute(bed, [file, 'true'], { env: { ...home.env, SSH_AUTH_SOCK: agent.socket } });
      agent.process.kill();
    });

    test.each(['yes', 'no'])('a password of the environment, PasswordAuthentication %s', async (direct) => {
      await reconfigure(
        SHELLS,
        `printf 'PasswordAuthentication ${direct}\\nKbdInteractiveAuthentication yes\\n' >/etc/ssh/sshd_config.d/06-passwords.conf`,
      );
      const file = await inventory(
        'password.json',
        { h2: ip(SHELLS) },
        { user: 'ops', knownHosts: bed.fleet.knownHosts },
      );
      const without = await tryExec(bed, [file, 'true'], home);
      expect(errorsOf(without)[0]).toMatchObject({
        code: 'LOGIN_REFUSED',
        hint: expect.stringMatching(/--ask-password.*RMQCTL_SSH_PASSWORD/),
      });
      const unasked = await tryExec(bed, [file, 'true', '--ask-password'], home);
      expect(errorsOf(unasked)[0]).toMatchObject({
        code: 'NO_TERMINAL',
        hint: expect.stringContaining('RMQCTL_SSH_PASSWORD'),
      });
      const right = { env: { ...home.env, RMQCTL_SSH_PASSWORD: 'opspw' } };
      expect(outputOf(await execute(bed, [file, 'id -un'], right), SHELLS)).toContain('ops');

      const said = await saidBy(SHELLS, async () => {
        const wrong = await tryExec(bed, [file, 'true'], {
          env: { ...home.env, RMQCTL_SSH_PASSWORD: 'wr0ng' },
        });
        expect(errorsOf(wrong).map(({ code }) => code)).toEqual(['LOGIN_REFUSED']);
        expect(wrong.stdout + wrong.stderr).not.toContain('wr0ng');
      });
      expect(said.match(/^Failed (?:password|keyboard-interactive)/gm)).toHaveLength(1);
    });
  });

  describe('jump hosts', () => {
    test('two in a row and 20 hosts behind them, with sshd’s limits: one connection to each jump host', async () => {
      const jump = `root@${ip(GATE)},root@${ip(INNER_GATE)}`;
      const file = await inventory(
        'behind.json',
        Object.fromEntries(BEHIND.map((name) => [name, ip(name)])),
        { ...fleetKey(), user: 'root', jump },
      );
      const logs = { gate: '', inner: '' };
      let outcome: Outcome | undefined;
      logs.gate = await saidBy(GATE, async () => {
        logs.inner = await saidBy(INNER_GATE, async () => {
          outcome = await execute(bed, [file, 'hostname; echo "$SSH_CONNECTION"'], home);
        });
      });
      for (const name of BEHIND)
        expect(outputOf(outcome!, name)).toMatch(new RegExp(`^${name}\\n?${ip(INNER_GATE)} `));
      for (const said of Object.values(logs)) expect(said.match(/^Accepted publickey/gm)).toHaveLength(1);
      expect(logs.gate).toMatch(new RegExp(`^Connection from `, 'm'));
      expect(logs.inner).toMatch(new RegExp(`^Connection from ${ip(GATE)} `, 'm'));
    });

    test('trust collects the keys through them, into a file that the next command reads', async () => {
      const trusted = await makeHome(bed, 'trusted');
      const hosts = Object.fromEntries(BEHIND.slice(0, 2).map((name) => [name, ip(name)]));
      const file = join(trusted.path, 'inventory.json');
      const ssh = { identity: bed.fleet.key, user: 'root', jump: `root@${ip(GATE)}` };
      await writeFile(file, JSON.stringify(anyInventory(hosts, ssh)));
      const unasked = await bed.rmqctl(['trust', file], trusted);
      expect(errorsOf(unasked)[0]).toMatchObject({
        code: 'NOT_CONFIRMED',
        hint: expect.stringContaining('--yes'),
      });
      const agreed = await bed.rmqctl(['trust', file, '--yes'], trusted);
      expect(agreed.code, agreed.stdout).toBe(0);
      const known = await readFile(bed.fleet.knownHosts, 'utf8');
      const written = await readFile(join(trusted.path, 'known_hosts'), 'utf8');
      const lines = written
        .trim()
        .split('\n')
        .map((line) => line.split(' ').slice(0, 3).join(' '));
      expect(lines.toSorted()).toEqual(
        known
          .split('\n')
          .filter((line) => [GATE, ...Object.keys(hosts)].some((name) => line.startsWith(`${ip(name)} `)))
          .toSorted(),
      );
      await execute(bed, [file, 'true'], trusted);
      const again = await bed.rmqctl(['trust', file], trusted);
      expect([again.code, again.diagnostics.map(({ code }) => code)]).toEqual([0, ['HOST_KEYS_KNOWN']]);

      const [first, second] = BEHIND;
      const swapped = written.replace(
        lines.find((line) => line.startsWith(ip(first!)))!.split(' ')[2]!,
        lines.find((line) => line.startsWith(ip(second!)))!.split(' ')[2]!,
      );
      await writeFile(join(trusted.path, 'known_hosts'), swapped);
      const differs = await bed.rmqctl(['trust', file, '--yes'], trusted);
      expect([differs.code, errorsOf(differs).map(({ code, host }) => `${host} ${code}`)]).toEqual([
        4,
        [`${first} HOST_KEY_CHANGED`],
      ]);
      expect(await readFile(join(trusted.path, 'known_hosts'), 'utf8')).toBe(swapped);
      expect((await bed.rmqctl(['trust', file, '--yes', '--replace', first!], trusted)).code).toBe(0);
      await execute(bed, [file, 'true'], trusted);
    });

    test('ssh_config: an Include, a Match, and a ProxyCommand', async () => {
      const configured = await makeHome(bed, 'configured');
      const [first] = BEHIND;
      const options = `-i ${bed.fleet.key} -o UserKnownHostsFile=${bed.fleet.knownHosts} -o IdentitiesOnly=yes`;
      await configured.write('config', `Include more\nMatch exec "touch ${path('ran')}"\n  User nobody\n`);
      await configured.write(
        'more',
        `Match originalhost inner\n  HostName ${ip(first!)}\n  User ops\n  ProxyCommand ssh ${options} -W %h:%p root@${ip(GATE)}\n`,
      );
      const file = await inventory(
        'configured.json',
        { [first!]: { address: ip(first!), ssh: { host: 'inner' } } },
        fleetKey(),
      );
      const outcome = await execute(bed, [file, 'id -un; echo "$SSH_CONNECTION"'], configured);
      expect(outputOf(outcome, first!)).toMatch(new RegExp(`^ops\\n?${ip(GATE)} `));
      expect(outcome.diagnostics.map(({ message }) => message).join()).toContain('"Match exec"');
      await expect(readFile(path('ran'))).rejects.toThrow('ENOENT');
    });
  });

  describe('shells and sudo', () => {
    beforeAll(async () => {
      await reconfigure(
        SHELLS,
        `set -e
        for user in fisher:/usr/bin/fish cee:/bin/tcsh noisy:/bin/bash plain:/bin/sh; do
          useradd --create-home --shell "\${user#*:}" "\${user%:*}"
          cp -r /home/ops/.ssh "/home/\${user%:*}/"; chown -R "\${user%:*}:" "/home/\${user%:*}/.ssh"
          echo "\${user%:*}:${SUDO_PASSWORD}" | chpasswd
          echo "\${user%:*} ALL=(ALL:ALL) ALL" >>/etc/sudoers.d/odd
        done
        printf 'Defaults requiretty\nDefaults logfile=/var/log/sudo.log\n' >>/etc/sudoers.d/odd
        { echo 'echo welcome; echo warning >&2'; cat /home/noisy/.bashrc; } >/home/noisy/noise
        mv /home/noisy/noise /home/noisy/.bashrc
        echo 'echo welcome' >/home/cee/.cshrc; mkdir -p /home/fisher/.config/fish
        echo 'echo welcome' >/home/fisher/.config/fish/config.fish
        echo 'A banner.' >/etc/issue.net; echo 'Banner /etc/issue.net' >/etc/ssh/sshd_config.d/07-banner.conf`,
      );
    });

    test.each([
      { user: 'fisher', what: 'fish' },
      { user: 'cee', what: 'tcsh' },
      { user: 'noisy', what: 'a .bashrc that prints' },
      { user: 'plain', what: 'sh' },
    ])('$what, a banner, requiretty and a sudo password: bytes arrive as they are', async ({ user }) => {
      const file = await inventory(`${user}.json`, { h2: ip(SHELLS) }, { ...fleetKey(), user, become: true });
      const options = { env: { ...home.env, RMQCTL_BECOME_PASSWORD: SUDO_PASSWORD } };
      const odd = String.raw`! $HOME \n "'` + '`*~';
      const quoted = `'${odd.replaceAll("'", String.raw`'\''`)}'`;
      const outcome = await execute(bed, [file, `id -u; printf '%s|' ${quoted}; tty; exit 0`], options);
      expect(outputOf(outcome, SHELLS)).toBe(`0\n${odd}|not a tty\n`);
      const missing = await tryExec(bed, [file, 'true'], home);
      expect(errorsOf(missing)[0]).toMatchObject({
        code: 'BECOME_FAILED',
        hint: expect.stringMatching(/--ask-become-pass.*RMQCTL_BECOME_PASSWORD/),
      });
    });

    test('a wrong sudo password is tried once', async () => {
      const file = await inventory(
        'wrong.json',
        { h2: ip(SHELLS) },
        { ...fleetKey(), user: 'plain', become: true },
      );
      const wrong = await tryExec(bed, [file, 'true'], {
        env: { ...home.env, RMQCTL_BECOME_PASSWORD: 'wr0ng' },
      });
      expect(errorsOf(wrong)[0]).toMatchObject({
        code: 'BECOME_FAILED',
        message: expect.stringContaining('did not take'),
      });
      expect(wrong.stdout + wrong.stderr).not.toContain('wr0ng');
    });
  });

  test('MaxSessions 1: what would run side by side takes its turn', async () => {
    const file = await inventory(
      'one.json',
      { [ALONE]: ip(ALONE) },
      { ...fleetKey(), user: 'ops', become: true },
    );
    const said = await saidBy(ALONE, async () => {
      await execute(bed, [file, 'true'], home);
      const { checks } = await bed.rmqctl(['check', file], home);
      expect(checks.filter(({ check }) => check === 'login' || check === 'reachability')).toEqual(
        expect.arrayContaining([expect.objectContaining({ check: 'reachability', status: 'pass' })]),
      );
      expect(checks.filter(({ check, status }) => check === 'reachability' && status === 'fail')).toEqual([]);
    });
    expect(said.match(/^Accepted publickey/gm)).toHaveLength(2);

    // nor forwarded: a second program would have to dial, while the first listens
    await reconfigure(ALONE, `echo 'AllowTcpForwarding no' >/etc/ssh/sshd_config.d/05-forwarding.conf`);
    const outcome = await bed.rmqctl(['check', file], home);
    const reachability = outcome.checks.filter(({ check }) => check === 'reachability');
    expect(reachability.map(({ status }) => status)).not.toContain('fail');
    expect(reachability.map(({ detail }) => detail).join(), complaints(outcome)).toContain('MaxSessions');
  });

  test('MaxStartups: who is hung up on waits, says why, and gets in', async () => {
    await reconfigure(ALONE, `echo 'MaxStartups 1' >/etc/ssh/sshd_config.d/05-startups.conf`);
    // somebody who connects and says nothing is all that this sshd takes
    const silent = bed.fleet.spawn([process.execPath, '-e', SILENT, ip(ALONE)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(silent.stdout!, 'data');
    const file = await inventory('busy.json', { [ALONE]: ip(ALONE) }, { ...fleetKey(), user: 'ops' });
    const dropped = async () => (await bed.fleet.sshdLog(ALONE)).match(/past MaxStartups/g)?.length ?? 0;
    const before = await dropped();
    const running = execute(bed, [file, 'hostname'], home);
    await vi.waitFor(async () => expect(await dropped()).toBeGreaterThan(before), { timeout: 30_000 });
    silent.kill();
    const outcome = await running;
    expect(outputOf(outcome, ALONE)).toContain(ALONE);
    expect(outcome.diagnostics).toContainEqual(
      expect.objectContaining({ host: ALONE, message: expect.stringMatching(/MaxStartups.*next try in/) }),
    );
  });

  describe('a host without root logins and forwarding', () => {
    test('root is refused, and told what to do', async () => {
      const file = await inventory('root.json', { h1: ip('h1') }, { ...fleetKey(), user: 'root' });
      const refused = await tryExec(bed, [file, 'true'], home);
      expect([refused.code, errorsOf(refused)[0]?.code]).toEqual([4, 'LOGIN_REFUSED']);
      expect(errorsOf(refused)[0]?.hint).toContain('ssh.user');
    });

    test('deployed and verified by ops with fish, requiretty and a sudo password; then nothing to do', async () => {
      await bed.fleet.exec(
        'h1',
        `usermod --shell /usr/bin/fish ops
        printf '%s\\n' 'ops ALL=(ALL:ALL) ALL' 'Defaults requiretty' >/etc/sudoers.d/zz-strict`,
      );
      const file = await bed.write('strict.json', {
        ...bed.base('h1'),
        mode: 'single',
        ssh: { ...fleetKey(), user: 'ops', become: true },
        namesrv: ['h1'],
        brokers: { 'broker-a': ['h1'] },
      });
      const options = { env: { ...process.env, RMQCTL_BECOME_PASSWORD: 'opspw' } };
      const unasked = await tryExec(bed, [file, 'true'], home);
      expect(errorsOf(unasked).map(({ code }) => code)).toEqual(['BECOME_FAILED']);
      const checked = await bed.rmqctl(['check', file], options);
      expect(checked.checks.filter(({ status }) => status === 'fail')).toEqual([]);
      const deployed = await bed.rmqctl(['deploy', file], options);
      expect(deployed.code, deployed.stdout).toBe(0);
      expect(deployed.summary.passed).toBeGreaterThan(0);
      expect(await bed.out('h1', 'stat -c %U /proc/"$(pgrep -f BrokerStartup | head -n 1)"')).toBe(
        'rocketmq',
      );
      const again = await bed.rmqctl(['deploy', file], options);
      expect([again.code, again.summary.changed, again.summary.checksFailed]).toEqual([0, 0, 0]);
    });
  });

  describe.skipIf(whyNoTerminal())('questions at a terminal', () => {
    const CTRL_C = '\u0003';
    const plainly = () =>
      inventory('terminal.json', { h2: ip(SHELLS) }, { ...fleetKey(), user: 'plain', become: true });
    const asks = async (name: string, command: string) =>
      Terminal.open(bed, name, ['exec', await plainly(), '--ask-become-pass', '--', command], home.env);

    test('sudo’s password is not shown, and is asked for once', async () => {
      const terminal = await asks('right', 'id -un');
      await terminal.answer("sudo's password: ", `${SUDO_PASSWORD}\r`);
      expect(await terminal.end(), terminal.screen).toBe(0);
      expect(terminal.screen).toContain('root');
      expect(terminal.screen).not.toContain(SUDO_PASSWORD);
    });

    test('a wrong one is one attempt', async () => {
      const terminal = await asks('wrong', 'true');
      await terminal.answer("sudo's password: ", 'wr0ng\r');
      expect(await terminal.end(), terminal.screen).toBe(4);
      expect(terminal.screen.split("sudo's password: ")).toHaveLength(2);
      expect(terminal.screen).not.toContain('wr0ng');
      const log = await bed.out(SHELLS, 'grep "incorrect password" /var/log/sudo.log | tail -n 1');
      expect(log).toContain('1 incorrect password attempt ');
    });

    test('Ctrl-C at the question ends with 130, and nothing has run', async () => {
      const terminal = await asks('interrupted', 'touch /root/interrupted');
      await terminal.answer("sudo's password: ", `half${CTRL_C}`);
      expect(await terminal.end(), terminal.screen).toBe(130);
      expect(terminal.screen).not.toContain('half');
      expect((await bed.fleet.exec(SHELLS, 'test -e /root/interrupted')).code).not.toBe(0);
    });

    test('the passphrase of a key is not shown', async () => {
      await keygen('-t', 'ed25519', '-N', 'open sesame', '-f', 'guarded');
      const line = (await readFile(path('guarded.pub'), 'utf8')).trim();
      await bed.fleet.exec(SHELLS, `echo '${line}' >>/home/ops/.ssh/authorized_keys`);
      const ssh = { user: 'ops', identity: path('guarded'), knownHosts: bed.fleet.knownHosts };
      const file = await inventory('guarded.json', { h2: ip(SHELLS) }, ssh);
      const terminal = Terminal.open(bed, 'passphrase', ['exec', file, '--', 'id -un'], home.env);
      await terminal.answer(`the passphrase of ${path('guarded')}: `, 'open sesame\r');
      expect(await terminal.end(), terminal.screen).toBe(0);
      expect(terminal.screen).toContain('ops');
      expect(terminal.screen).not.toContain('sesame');
    });

    test.each([
      { keys: 'n\r', code: 2, written: false },
      { keys: CTRL_C, code: 130, written: false },
      { keys: 'y\r', code: 0, written: true },
    ])('trust, answered by $keys, ends with $code', async ({ keys, code, written }) => {
      const own = await makeHome(bed, `asked-${code}`);
      const file = join(own.path, 'inventory.json');
      const ssh = { identity: bed.fleet.key, user: 'ops' };
      await writeFile(file, JSON.stringify(anyInventory({ h2: ip(SHELLS) }, ssh)));
      const terminal = Terminal.open(bed, `trust-${code}`, ['trust', file], own.env);
      await terminal.answer('[y/N] ', keys);
      expect(await terminal.end(), terminal.screen).toBe(code);
      expect(existsSync(join(own.path, 'known_hosts'))).toBe(written);
    });

    test.each([
      { keys: 'n\r', code: 0 },
      { keys: CTRL_C, code: 130 },
    ])('destroy, answered by $keys, ends with $code and takes nothing away', async ({ keys, code }) => {
      const env = { ...process.env, RMQCTL_BECOME_PASSWORD: 'opspw' };
      const terminal = Terminal.open(bed, `destroy-${code}`, ['destroy', path('strict.json')], env);
      await terminal.answer('Go on? [y/N] ', keys);
      expect(await terminal.end(), terminal.screen).toBe(code);
      const outcome = await bed.rmqctl(['status', path('strict.json')], { env });
      expect(outcome.code, complaints(outcome)).toBe(0);
    });
  });
});
