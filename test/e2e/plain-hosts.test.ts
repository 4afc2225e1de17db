import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoHosts } from '../bed/hosts.ts';
import { run } from '../bed/run.ts';
import { TestBed, type Inventory } from './cluster.ts';
import { differences, processes } from './host-state.ts';
import { clusterList, createTopic, receive, send } from './mqadmin.ts';
import { BIN, VERSION } from './rmqctl.ts';

/** Hosts with less than usual - no systemd, or no more than a shell and Java - from archives of the official layout. */

const ROOT = `rocketmq-all-${VERSION}-bin-release`;

describe.skipIf(whyNoHosts())('plain hosts', () => {
  let bed: TestBed;
  let archives: { readonly zip: string; readonly tarGz: string };

  beforeAll(async () => {
    bed = await TestBed.up('plain', { count: 1, minimal: true });
    await bed.fleet.more({ count: 1, mode: 'light' });
    archives = await makeArchives(bed.directory);
  });
  afterAll(() => bed?.down());

  const single = (host: string, archive: string): Inventory => ({
    ...bed.base(host),
    mode: 'single',
    namesrv: [host],
    brokers: { 'broker-a': [host] },
    distribution: { archive },
  });

  test.each([
    { what: 'neither python nor unzip nor curl', host: 'h1', kind: 'zip', supervisor: 'systemd' },
    { what: 'no systemd', host: 'h2', kind: 'tarGz', supervisor: 'nohup' },
  ] as const)(
    'a host with $what, from a $kind: deployed, used, deployed again',
    async ({ host, kind, supervisor }) => {
      const inventory = await bed.write(`${host}.yaml`, single(host, archives[kind]));
      await bed.deploy(inventory);
      const admin = { fleet: bed.fleet, host, nameServer: `${bed.fleet.host(host).ip}:9876` };
      expect(await clusterList(admin)).toEqual([
        `rocketmq-cluster broker-a 0 ${bed.fleet.host(host).ip}:10911`,
      ]);
      await createTopic(admin, 'rocketmq-cluster', 'e2e');
      expect(await send(admin, { topic: 'e2e', broker: 'broker-a', body: 'hello' })).toBe('SEND_OK');
      expect(await receive(admin, { topic: 'e2e', broker: 'broker-a' })).toEqual(['hello']);

      const before = await processes(bed.fleet, host);
      expect((await bed.deploy(inventory)).summary.changed).toBe(0);
      expect(differences(before, await processes(bed.fleet, host))).toEqual([]);
      const units = await bed.out(
        host,
        'ls /etc/systemd/system/multi-user.target.wants 2>/dev/null | grep -c ^rocketmq-cluster-',
      );
      expect(units).toBe(supervisor === 'systemd' ? '2' : '0');
    },
  );

  test('the minimal host really lacks these programs', async () => {
    for (const program of ['python3', 'unzip', 'curl', 'wget', 'perl', 'nc'])
      expect((await bed.fleet.exec('h1', `command -v ${program}`)).code, program).not.toBe(0);
  });

  test('without systemd an instance outlives the login that started it, and is its own session', async () => {
    const pids = await processes(bed.fleet, 'h2');
    expect([...pids.keys()].sort()).toEqual(['broker-a', 'namesrv-h2']);
    for (const pid of pids.values()) {
      expect(await bed.out('h2', `stat -c %U /proc/${pid}`)).toBe('rocketmq');
      const [session, terminal] = (await bed.out('h2', `cut -d ' ' -f 6,7 /proc/${pid}/stat`)).split(' ');
      expect(terminal).toBe('0');
      expect(await bed.out('h2', `pgrep -s ${session} sshd || echo none`)).toBe('none');
    }
  });

  test('without systemd a killed broker is started by the next deploy, and a changed one restarted', async () => {
    const inventory = join(bed.directory, 'h2.yaml');
    const before = await processes(bed.fleet, 'h2');
    await bed.fleet.exec('h2', `kill -9 ${before.get('broker-a')}`);
    const repaired = await bed.deploy(inventory);
    expect(repaired.steps.map(({ instance, action }) => `${instance} ${action}`)).toEqual(['broker-a start']);

    const running = await processes(bed.fleet, 'h2');
    const changed = await bed.write('h2-changed.yaml', {
      ...single('h2', archives.tarGz),
      properties: { fileReservedTime: 24 },
    });
    await bed.deploy(changed);
    expect(differences(running, await processes(bed.fleet, 'h2'))).toEqual(['broker-a']);
  });
});

/** Archives of the official layout, everything below one folder, as .zip and as .tar.gz, from what `fetch -o` writes. */
async function makeArchives(directory: string): Promise<{ zip: string; tarGz: string }> {
  const fetched = join(directory, 'fetched.tar.gz');
  const zip = join(directory, `${ROOT}.zip`);
  const tarGz = join(directory, `${ROOT}.tar.gz`);
  await mkdir(join(directory, ROOT));
  await must([process.execPath, BIN, 'fetch', VERSION, '-o', fetched]);
  await must(['tar', '-xzf', fetched, '-C', join(directory, ROOT)]);
  await must(['tar', '-czf', tarGz, '-C', directory, ROOT]);
  // whichever of these the machine has
  const zipped = 'zip -qr "$1" "$2" || jar -cMf "$1" "$2" || python3 -m zipfile -c "$1" "$2"';
  await must(['sh', '-c', zipped, 'sh', zip, ROOT], directory);
  return { zip, tarGz };
}

async function must(argv: readonly [string, ...string[]], cwd?: string): Promise<void> {
  const { code, stdout, stderr } = await run(argv, {
    timeout: 120_000,
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (code !== 0) throw new Error(`${argv.join(' ')}: exit code ${code}\n${stdout}${stderr}`);
}
