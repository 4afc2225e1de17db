import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { siteFor } from '../../src/hosts/site.ts';
import { assumedFacts, assumedLogin } from '../../src/hosts/assumed-facts.ts';
import { renderHosts } from '../../src/plan/rendition/rendition.ts';
import { readProperties } from '../../src/rocketmq/configuration/properties-text.ts';
import { roles } from '../../src/roles/registry.ts';
import { releaseOf } from '../../src/rocketmq/releases.ts';
import { reveal } from '../../src/redaction/secret.ts';
import { read } from '../sample/inventories.ts';
import { samples, type Sample } from './inventories.ts';

/** So many inventories are rendered. */
const COUNT = 1000;
const SELF = { user: 'me', root: false, home: '/home/me' };
const seed = Number(process.env['RMQCTL_SEED'] ?? Date.now() % 2 ** 31);
const directory = mkdtempSync(join(tmpdir(), 'rmqctl-properties-'));
const hasJava = spawnSync('java', ['-version']).status === 0;

interface PropertyFile {
  readonly path: string;
  readonly sample: Sample;
  readonly instance: string;
  readonly text: string;
}

const state = {
  propertyFiles: [] as PropertyFile[],
  scripts: new Map<string, string>(),
  refused: [] as string[],
};

/** Everything the inventory renders. */
function rendered({ inventory }: Sample): { host: string; path: string; content: string }[] {
  const text = JSON.stringify(inventory);
  const { topology, diagnostics } = read(text);
  if (topology === undefined) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    state.refused.push(`${errors.map(({ message }) => message).join('; ')}: ${text}`);
    return [];
  }
  const known = releaseOf(topology.version);
  const sites = topology.hosts.map((host) =>
    siteFor(topology, host, assumedFacts(host, known, assumedLogin(host, SELF)), known),
  );
  const options = { topology, release: known, roles, timeout: 120, prelude: '', functions: '' };
  const hosts = [...renderHosts(options, sites)];
  return hosts.flatMap(({ host, files, commands }) =>
    [...files, { path: '/commands.sh', content: commands }].map(({ path, content }) => ({
      host: host.name,
      path,
      content: reveal(content),
    })),
  );
}

beforeAll(() => {
  mkdirSync(join(directory, 'properties'));
  mkdirSync(join(directory, 'scripts'));
  for (const sample of fc.sample(samples, { numRuns: COUNT, seed })) {
    for (const { path, content } of rendered(sample)) {
      const instance = /([^/]+)\.properties$/.exec(path)?.[1];
      if (instance !== undefined) {
        const file = join(directory, 'properties', String(state.propertyFiles.length));
        writeFileSync(file, content);
        state.propertyFiles.push({ path: file, sample, instance, text: content });
      }
      if (!path.endsWith('.sh') || state.scripts.has(content)) continue;
      const script = join(directory, 'scripts', String(state.scripts.size));
      writeFileSync(script, content);
      state.scripts.set(content, script);
    }
  }
}, 600_000);

afterAll(() => rmSync(directory, { recursive: true }));

describe(`${COUNT} random inventories (RMQCTL_SEED=${seed})`, () => {
  test('are all accepted', () => expect(state.refused.slice(0, 3)).toEqual([]));

  test('each property file says what its inventory says', () => {
    expect(state.propertyFiles.length).toBeGreaterThan(2 * COUNT);
    for (const { sample, instance, text } of state.propertyFiles) {
      const found = Object.fromEntries(readProperties(text));
      if (instance.startsWith('namesrv')) continue;
      const { everywhere, nearest, inventory } = sample;
      const wanted = instance === 'broker-0' ? { ...everywhere, ...nearest } : everywhere;
      expect(found, JSON.stringify(inventory)).toMatchObject({
        ...wanted,
        brokerClusterName: inventory['cluster'],
        brokerName: instance.replace(/-s$/, ''),
        brokerId: instance.endsWith('-s') ? '1' : '0',
      });
    }
  });

  test.skipIf(!hasJava)(
    'java.util.Properties reads them as they are given here',
    () => {
      const program = fileURLToPath(new URL('LoadProperties.java', import.meta.url));
      const input = state.propertyFiles.map(({ path }) => `${path}\n`).join('');
      const { status, stdout, stderr } = spawnSync('java', [program], {
        input,
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      });
      expect([status, stderr]).toEqual([0, '']);
      const given = stdout.trimEnd().split('\n');
      expect(given).toHaveLength(state.propertyFiles.length);
      for (const [index, { text }] of state.propertyFiles.entries()) {
        const words = given[index]!.split(' ').map((word) => word.split('=').map(fromHex));
        expect(Object.fromEntries(words)).toEqual(Object.fromEntries(readProperties(text)));
      }
    },
    600_000,
  );

  test('each script is given by sh', () => {
    expect(state.scripts.size).toBeGreaterThan(COUNT);
    const loop = 'for script in *; do sh -n "$script" || echo "$script"; done';
    const { stdout, stderr } = spawnSync('sh', ['-c', loop], {
      cwd: join(directory, 'scripts'),
      encoding: 'utf8',
    });
    expect([stdout, stderr]).toEqual(['', '']);
  }, 600_000);
});

function fromHex(text: string): string {
  return Buffer.from(text, 'hex').toString('utf8');
}
