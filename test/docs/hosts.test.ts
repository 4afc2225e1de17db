import { expect, it } from 'vitest';
import { connections } from '../../src/model/connections.ts';
import { releaseOf, VERSIONS } from '../../src/rocketmq/releases.ts';
import { topologyOf } from '../sample/inventories.ts';
import { guide } from './pages.ts';

const page = guide().find(({ path }) => path.endsWith('hosts.md'))!.text;

/** The cells of a table of the page, without its head. */
function rows(name: string): string[][] {
  const [table = ''] = page.split(`<!-- table: ${name} -->\n`)[1]!.split('\n\n');
  return table
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

it('the table of Javas is what the releases say', () => {
  const groups: { first: string; last: string; javas: string[] }[] = [];
  for (const version of VERSIONS) {
    const { min, upstreamMax, max } = releaseOf(version).jdk;
    const javas = [min, upstreamMax, max].map(String);
    const group = groups.at(-1);
    if (group?.javas.join() === javas.join()) group.last = version;
    else groups.push({ first: version, last: version, javas });
  }
  expect(rows('java')).toEqual(
    groups.map(({ first, last, javas }) => [first === last ? first : `${first} - ${last}`, ...javas]),
  );
});

it('the table of ports has every port of a cluster, and everyone who connects to it', () => {
  const topology = topologyOf(`cluster: c
version: 5.5.0
mode: sync
hosts: { h1: 10.0.0.1, h2: 10.0.0.2, h3: 10.0.0.3 }
namesrv: [h1]
brokers: { broker-a: [h1, h2] }
proxy: [h3]
dashboard: { host: h1, archive: ./rocketmq-dashboard-2.1.0.jar }
`);
  const table = rows('ports').map(([port = '', who = '', callers = '']) => ({
    ports: port.match(/\d+/g)!.map(Number),
    who,
    callers,
  }));
  const listed = (port: number, role: string) =>
    table.find(({ ports, who }) => ports.includes(port) && who.includes(role));
  const title = (role: string): string => (role === 'namesrv' ? 'name server' : role);
  for (const { name, role, ports } of topology.instances)
    for (const { port } of ports) expect(listed(port, title(role)), `${name} ${port}`).toBeDefined();
  for (const { from, to, port, standby } of connections(topology).filter((each) => each.standby !== true)) {
    const caller = from.broker?.kind === 'slave' && to.role === 'broker' ? 'slaves' : from.role;
    const plural = { broker: 'brokers', proxy: 'proxies', slaves: 'slaves', dashboard: 'dashboard' }[caller];
    expect(listed(port, title(to.role))?.callers, `${from.name} to ${to.name} ${port} ${standby}`).toContain(
      plural,
    );
  }
});
