import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { prelude } from '../../src/probes/remote-script.ts';
import type { Diagnostic } from '../../src/inventory/diagnostic.ts';
import { siteFor } from '../../src/hosts/site.ts';
import { assumedFacts, assumedLogin } from '../../src/hosts/assumed-facts.ts';
import { renderHosts, type HostRendition } from '../../src/plan/rendition/rendition.ts';
import { readProperties } from '../../src/rocketmq/configuration/properties-text.ts';
import { roles } from '../../src/roles/registry.ts';
import { releaseOf } from '../../src/rocketmq/releases.ts';
import { reveal } from '../../src/redaction/secret.ts';
import { lines, sh } from '../../src/shell/script.ts';
import type { Topology } from '../../src/model/topology.ts';
import { read } from '../sample/inventories.ts';
import { runIn, SHELLS } from '../sample/shells.ts';
import { hostile, PROPERTY, SLOTS } from './hostile.ts';

/**
 * Ten thousand texts as names, paths, users, options and property values: each is refused by a diagnostic, or arrives byte for
 * byte; none is executed.
 */
const COUNT = 10_000;
const seed = Number(process.env['RMQCTL_SEED'] ?? 8);
/** On a machine that does much else. */
const PATIENCE = 300_000;

const base = mkdtempSync(join(tmpdir(), 'rmqctl-hostile-'));
const marker = join(base, 'executed');
afterAll(() => rmSync(base, { recursive: true }));

interface Accepted {
  readonly text: string;
  readonly topology: Topology;
}

const texts = fc.sample(hostile(marker), { numRuns: COUNT, seed });
const accepted = new Map(SLOTS.map(({ name }) => [name, [] as Accepted[]]));
const refused: { readonly text: string; readonly diagnostics: readonly Diagnostic[] }[] = [];
for (const [index, text] of texts.entries()) {
  const { name, inventory } = SLOTS[index % SLOTS.length]!;
  const { topology, diagnostics } = read(JSON.stringify(inventory(text)));
  if (topology === undefined) refused.push({ text, diagnostics });
  else accepted.get(name)!.push({ text, topology });
}

function render(topology: Topology): HostRendition[] {
  const known = releaseOf(topology.version);
  const self = { user: 'me', root: false, home: '/home/me' };
  const sites = topology.hosts.map((host) =>
    siteFor(topology, host, assumedFacts(host, known, assumedLogin(host, self)), known),
  );
  return [
    ...renderHosts({ topology, release: known, roles, timeout: 120, prelude: '', functions: '' }, sites),
  ];
}

const fileOf = (topology: Topology, end: string): string =>
  reveal(render(topology)[0]!.files.find(({ path }) => path.endsWith(end))!.content);

describe(`${COUNT} texts (RMQCTL_SEED=${seed})`, () => {
  test(
    'are refused with a code and a place, or taken; some of each',
    () => {
      for (const { text, diagnostics } of refused) {
        const errors = diagnostics.filter(({ severity }) => severity === 'error');
        expect(errors, JSON.stringify(text)).not.toEqual([]);
        for (const { code, line, column, message } of errors) {
          expect(code).toMatch(/^[A-Z][A-Z_]+$/);
          expect([line, column]).toEqual([expect.any(Number), expect.any(Number)]);
          // what a terminal might obey does not get there
          expect(message).not.toMatch(/[\0-\x1F\x7F-\x9F]/);
        }
      }
      expect(refused.length).toBeGreaterThan(COUNT / 10);
      for (const name of ['property', 'jvm', 'cluster', 'host', 'broker', 'home', 'user', 'login'])
        expect(accepted.get(name)!.length, name).toBeGreaterThan(0);
    },
    PATIENCE,
  );

  test(
    'a property value stands in the file as it is, and the file arrives as it is',
    () => {
      const files = accepted.get('property')!.map(({ text, topology }) => {
        const content = fileOf(topology, '/broker-a.properties');
        expect(readProperties(content).get(PROPERTY)).toBe(text);
        return content;
      });
      for (const shell of SHELLS) {
        const directory = join(base, `put-${shell}`);
        const put = files.map(
          (content, index) => sh`put ${join(directory, String(index))} 600 '' ${content}`,
        );
        const { code, stderr } = runIn(shell, lines([prelude(), sh`set -e`, ...put]));
        expect([code, stderr]).toEqual([0, '']);
        for (const [index, content] of files.entries())
          expect(readFileSync(join(directory, String(index)), 'utf8')).toBe(content);
      }
    },
    PATIENCE,
  );

  test(
    'a JVM option gets to the process as it is',
    () => {
      const stubs = join(base, 'stubs');
      mkdirSync(stubs);
      // what a start script runs: the last of them is the process, whose words are noted
      writeFileSync(join(stubs, 'sh'), `#!/bin/sh\nprintf '%s\\0' "$@" >&3\n`);
      for (const name of ['mv', 'wc', 'tr']) writeFileSync(join(stubs, name), '#!/bin/sh\n');
      for (const name of ['sh', 'mv', 'wc', 'tr']) chmodSync(join(stubs, name), 0o755);
      const wanted = accepted.get('jvm')!.map(({ text }) => `-Dx=${text}`);
      const { topology } = accepted.get('jvm')![0]!;
      const script = fileOf({ ...topology, jvm: { broker: wanted } }, '/start-broker-a.sh')
        .replace(/^cd .*$/m, `cd '${base}'`)
        .replace(/^echo \$\$ >.*$/m, '');
      for (const shell of SHELLS) {
        const path = join(base, `start-${shell}.sh`);
        writeFileSync(path, script);
        const out = join(base, `words-${shell}`);
        const { status, stderr } = spawnSync(
          `/bin/${shell}`,
          ['-c', 'exec "$0" "$1" 3>"$2"', `/bin/${shell}`, path, out],
          {
            encoding: 'utf8',
            env: { PATH: stubs },
            // a socket would make bash think that it serves a remote login, and read its .bashrc
            stdio: ['ignore', 'pipe', 'pipe'],
          },
        );
        expect([status, stderr]).toEqual([0, '']);
        const words = readFileSync(out, 'utf8').split('\0');
        expect(words.filter((word) => word.startsWith('-Dx='))).toEqual(wanted);
      }
    },
    PATIENCE,
  );

  test(
    'every other word is the same word in a script',
    () => {
      const words = [...accepted]
        .filter(([name]) => name !== 'property' && name !== 'jvm')
        .flatMap(([, all]) => all.map(({ text }) => text));
      for (const shell of SHELLS) {
        const { stdout } = runIn(shell, sh`printf '%s\0' ${words}`);
        expect(stdout.split('\0').slice(0, -1)).toEqual(words);
      }
    },
    PATIENCE,
  );

  test(
    'all of them, refused or not, are words to every shell',
    () => {
      const words = texts.filter((text) => !text.includes('\0') && Buffer.from(text).toString() === text);
      expect(words.length).toBeGreaterThan(COUNT / 2);
      for (const shell of SHELLS)
        expect(
          runIn(shell, sh`printf '%s\0' ${words}`)
            .stdout.split('\0')
            .slice(0, -1),
        ).toEqual(words);
    },
    PATIENCE,
  );

  test(
    'every script that is made of them is read by sh',
    () => {
      const scripts = [...accepted.values()]
        .flatMap((all) => all.slice(0, 12))
        .flatMap(({ topology }) =>
          render(topology).flatMap(({ files, commands }) => [
            commands,
            ...files.filter(({ path }) => path.endsWith('.sh')).map(({ content }) => reveal(content)),
          ]),
        );
      const all = [...new Set(scripts)].map((text, index) => {
        const path = join(base, `script-${index}`);
        writeFileSync(path, text);
        return path;
      });
      expect(all.length).toBeGreaterThan(100);
      const { stdout, stderr } = runIn(
        'sh',
        sh`for script in ${all}; do sh -n "$script" || echo "$script"; done`,
      );
      expect([stdout, stderr]).toEqual(['', '']);
    },
    PATIENCE,
  );

  test(
    'none was executed',
    () => {
      expect(existsSync(marker)).toBe(false);
      // and an execution would have been seen
      runIn('sh', `touch ${marker}`);
      expect(existsSync(marker)).toBe(true);
    },
    PATIENCE,
  );
});
