import { expect, test } from 'vitest';
import type { Facts } from '../../src/hosts/facts.ts';
import { siteWarnings } from '../../src/hosts/site-warnings.ts';
import { releaseOf } from '../../src/rocketmq/releases.ts';
import { ACCOUNT, SERVER, siteOf } from '../sample/hosts.ts';
import { SMALLEST, topologyOf } from '../sample/inventories.ts';

const GIB = 2 ** 30;
const java = (major: number) => ({ home: `/opt/jdk-${major}`, version: `${major}.0.1`, major });

/** The warnings about node1 of SMALLEST (a name server and a broker). */
function warnings(facts: Partial<Facts>, { version = '4.9.4', more = '' } = {}) {
  const topology = topologyOf(`${SMALLEST.replace('4.9.4', version)}${more}`);
  const site = siteOf(topology, 'node1', { ...SERVER, javas: [java(8)], memory: 8 * GIB, ...facts });
  return siteWarnings(site, topology, releaseOf(version));
}

test.each([
  ['4.9.4', 8, []],
  ['4.9.4', 17, ['JAVA_BEYOND_UPSTREAM']],
  ['5.3.1', 17, []],
  ['5.3.1', 21, ['JAVA_BEYOND_UPSTREAM']],
  ['5.3.2', 21, []],
  ['5.5.0', 25, ['JAVA_BEYOND_UPSTREAM']],
  ['3.2.6', 8, []],
  ['3.2.6', 11, ['JAVA_BEYOND_UPSTREAM']],
])('RocketMQ %s on Java %d', (version, major, codes) => {
  const found = warnings({ javas: [java(major)] }, { version });
  expect(found.map(({ code }) => code)).toEqual(codes);
  for (const { message } of found) expect(message).toContain(`/opt/jdk-${major}`);
});

test.each([
  ['what we choose, on a small host', '', 2 * GIB, []],
  ['what we choose, on a host that is too small', '', GIB / 2, ['HEAP_OVER_MEMORY']],
  ['a heap that leaves the half', 'heap: { broker: 1g }\n', 8 * GIB, []],
  ['a heap that leaves less than the half', 'heap: { broker: 2g }\n', 8 * GIB, ['HEAP_OVER_HALF']],
  ['a heap larger than the host', 'heap: { broker: 8g }\n', 8 * GIB, ['HEAP_OVER_MEMORY']],
])('%s', (_, more, memory, codes) => {
  expect(warnings({ memory }, { more }).map(({ code }) => code)).toEqual(codes);
});

test('what is left out where rmqctl is not root', () => {
  expect(warnings({ ...ACCOUNT, javas: [java(8)], memory: 8 * GIB })).toMatchObject([
    { code: 'LEFT_OUT', message: expect.stringContaining('aliases, firewall, profile') },
  ]);
});

test.each([
  [4096, 'tuning: true\n', false, ['OPEN_FILES_LOW']],
  [4096, '', false, []],
  [4096, 'tuning: true\n', true, []],
  [65_535, 'tuning: true\n', false, []],
  [Infinity, 'tuning: true\n', false, []],
  [undefined, 'tuning: true\n', false, []],
])('%s open files, %j, systemd %s', (openFiles, more, systemd, codes) => {
  const found = warnings({ openFiles, supervisors: systemd ? ['systemd'] : [] }, { more });
  expect(found.map(({ code }) => code)).toEqual(codes);
});
