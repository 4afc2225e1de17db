import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoHosts } from '../bed/hosts.ts';
import { TestBed } from './cluster.ts';
import { complaints, VERSION } from './rmqctl.ts';

/** What `render` writes is what `deploy` does: a person who follows commands.sh on each host leaves nothing for deploy to do. */

const RELEASE = `rocketmq-${VERSION}.tar`;

describe.skipIf(whyNoHosts())('a cluster made by hand from what render wrote', () => {
  let bed: TestBed;
  let inventory: string;

  beforeAll(async () => {
    bed = await TestBed.up('by-hand', { count: 2 });
    // render asks no host: it is told what it would otherwise assume
    const java = { home: await bed.out('h1', 'dirname "$(dirname "$(readlink -f "$(command -v java)")")"') };
    inventory = await bed.write('by-hand.yaml', { ...bed.pair(), java });
  });
  afterAll(() => bed?.down());

  /** Copies a host's directory and the release to it, and runs its commands. */
  async function follow(host: string): Promise<void> {
    const copy = `tar -c -C ${join(bed.directory, 'out', host)} . -C ${bed.directory} ${RELEASE}`;
    const { ip } = bed.fleet.host(host);
    const login = `ssh -i ${bed.fleet.key} -o UserKnownHostsFile=${bed.fleet.knownHosts} root@${ip}`;
    const script = `${copy} | ${login} 'mkdir by-hand && tar -x -C by-hand' && ${login} sh by-hand/commands.sh`;
    const { code, stdout, stderr } = await bed.fleet.control(['sh', '-c', script], { timeout: 170_000 });
    expect(code, stdout + stderr).toBe(0);
  }

  test('is what plan and verify find', async () => {
    const rendered = await bed.rmqctl(['render', inventory, '-o', join(bed.directory, 'out')]);
    expect(rendered.code, complaints(rendered)).toBe(0);
    expect((await bed.rmqctl(['fetch', VERSION, '-o', join(bed.directory, RELEASE)])).code).toBe(0);
    await Promise.all(['h1', 'h2'].map(follow));
    const plan = await bed.rmqctl(['plan', inventory, '--check']);
    expect([plan.code, plan.steps], complaints(plan)).toEqual([0, []]);
    const verified = await bed.rmqctl(['verify', inventory]);
    expect(verified.code, complaints(verified)).toBe(0);
  });
});
