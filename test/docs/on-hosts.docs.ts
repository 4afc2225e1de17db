import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { Fleet } from '../bed/hosts.ts';
import { type Desk, layDesk } from './desk.ts';
import { type Example, examplesOf, play, withoutNumbers } from './examples.ts';
import { guide, PROJECT, writeBody } from './pages.ts';

/**
 * Writes what the guide's examples on real hosts print. A page has two fresh hosts, h1 and h2, and its examples follow one
 * another on them. What differs in numbers alone (times, pids) is left as it was.
 */
const onHosts = guide().filter(({ text }) => examplesOf(text).some(({ ground }) => ground === 'on hosts'));

const HOSTS = join(PROJECT, 'test/bed/hosts');
const RMQCTL = `'${process.execPath}' '${process.env['RMQCTL_BIN'] ?? join(PROJECT, 'bin/rmqctl.js')}'`;
/** The real client takes no notice of $HOME. */
const SSH = `'${which('ssh')}' -F none -i "$HOME/.ssh/id_ed25519" -o "UserKnownHostsFile=$HOME/.ssh/known_hosts"`;

function which(program: string): string {
  return spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).stdout.trim();
}

let fleet: Fleet;
let desk: Desk;

beforeEach(async () => {
  fleet = await Fleet.up({ count: 2, name: `docs-${process.pid}` });
  desk = await layDesk({
    programs: { rmqctl: `'${HOSTS}' ctl ${RMQCTL}`, ssh: `'${HOSTS}' ctl ${SSH}`, hosts: `'${HOSTS}'` },
    env: {
      RMQCTL_FLEET: fleet.name,
      // what was downloaded once is not downloaded again
      XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? join(process.env['HOME'] ?? '', '.cache'),
    },
    ssh: { id_ed25519: fleet.key, known_hosts: fleet.knownHosts },
  });
}, 660_000);

afterEach(async () => {
  await desk.clear();
  await fleet.down();
});

/** The network of the hosts in the pages; a fleet has its own. */
const NETWORK = '10.88.0.';

const network = (): string => fleet.host('h1').ip.replace(/\d+$/, '');

function meant({ ground, before, body }: Example): Example {
  const here = (text: string) => text.replaceAll(NETWORK, network());
  return { ground, before: here(before), body: here(body) };
}

const shown = (body: string): string =>
  body.replaceAll(network(), NETWORK).replaceAll(desk.shell.env['HOME']!, '/home/you');

test.each(onHosts)('$path', { timeout: 2_400_000 }, async ({ path, text }) => {
  for (const example of examplesOf(text).filter(({ ground }) => ground === 'on hosts')) {
    const body = shown(await play(meant(example), desk.shell));
    if (withoutNumbers(body) !== withoutNumbers(example.body)) writeBody(path, example, body);
  }
});
