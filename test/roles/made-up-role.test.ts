import { describe, expect, test } from 'vitest';
import { idOf, keyOf } from '../../src/model/resource-address.ts';
import { desire } from '../../src/plan/desired/desire.ts';
import { block } from '../../src/resources/block.ts';
import { directory } from '../../src/resources/directory.ts';
import { subjectOf, type Resource } from '../../src/resources/resource.ts';
import { isService, type Service } from '../../src/resources/service.ts';
import { roles } from '../../src/roles/registry.ts';
import { extra, type Extra, type Role } from '../../src/roles/role.ts';
import { contextOf } from '../sample/desired.ts';
import { MODERN, siteOf } from '../sample/hosts.ts';
import { topologyOf } from '../sample/inventories.ts';

const MOTD = { path: '/etc/motd', marker: 'test', lines: ['echo runs here'] };

/** A role that is in no file of the program: what it brings must be enough. */
function echo(extras: readonly Extra[]): Role {
  return {
    id: 'echo',
    title: 'echo server',
    keys: { echo: { type: 'array', items: { type: 'string' }, title: 'a list of hosts' } },
    required: [],
    after: ['namesrv'],
    rules: [],
    expand: () => [
      {
        name: 'echo-n1',
        host: 'n1',
        hostAt: ['echo', 0],
        at: ['echo', 0],
        ports: { series: 'echo', first: 7007, step: 1, around: [{ offset: 0, purpose: 'echo' }] },
      },
    ],
    describe: ({ site }) => ({
      directories: ['/srv/echo'],
      files: [],
      extras,
      command: [`${site.java.home}/bin/java`, 'Echo.java'],
      env: {},
      ready: { ports: [7007], logged: [], evidence: [] },
    }),
  };
}

function wanted(extras: readonly Extra[]): Resource[] {
  const all = [...roles, echo(extras)];
  const topology = topologyOf(
    'cluster: test\nversion: 4.9.4\nmode: single\nhosts: { n1: 10.0.0.1 }\nnamesrv: [n1]\nbrokers: { b: [n1] }\necho: [n1]\n',
    { roles: all },
  );
  return desire(contextOf(topology, { roles: all }), siteOf(topology, undefined, MODERN));
}

const find = (resources: readonly Resource[], id: string): Resource | undefined =>
  resources.find((resource) => idOf(resource) === id);

function serviceOf(resources: readonly Resource[]): Resource & { desired: Service } {
  const found = resources.filter(isService).find(({ instance }) => instance === 'echo-n1');
  if (found === undefined) throw new Error('there is no service');
  return found;
}

describe('a role that the program does not know', () => {
  test('gets a process that starts after the name servers, and its port through the firewall', () => {
    const resources = wanted([]);
    expect(serviceOf(resources).needs).toContain('n1 service:test-namesrv-n1.service');
    expect(subjectOf(find(resources, 'firewall:firewalld')!)).toMatchObject({
      openings: expect.arrayContaining([{ port: 7007 }]),
    });
  });

  test('gets a thing of any kind, made after its directories and before its process', () => {
    const resources = wanted([extra(block, '/etc/motd', { desired: MOTD })]);
    const motd = find(resources, 'block:/etc/motd');
    expect(motd).toMatchObject({ instance: 'echo-n1', desired: MOTD, inputs: [] });
    expect(motd?.needs).toContain('n1 directory:/srv/echo');
    expect(serviceOf(resources).needs).toContain(keyOf(motd!));
    expect(serviceOf(resources).inputs).not.toContain(keyOf(motd!));
    expect(serviceOf(resources).desired.digest).toBe(serviceOf(wanted([])).desired.digest);
  });

  test('is restarted by a change of what it is started from, also after a killed run', () => {
    const from = (lines: string[]) =>
      wanted([extra(block, '/etc/motd', { desired: { ...MOTD, lines }, restarts: true })]);
    const resources = from(['one']);
    const motd = find(resources, 'block:/etc/motd');
    expect(serviceOf(resources).inputs).toContain(keyOf(motd!));
    expect(motd?.marks).toEqual([serviceOf(resources).desired.restartMark]);
    expect(serviceOf(resources).desired.digest).not.toBe(serviceOf(from(['two'])).desired.digest);
  });

  test('finds the release there before what it puts into its home, and leaves it there with the release', () => {
    const path = '/usr/local/rocketmq-all-4.9.4-bin-release/echo';
    const made = extra(directory, path, {
      desired: { path, mode: '755', owner: '', made: '/var/lib/rmqctl/made' },
      inHome: true,
    });
    const inside = find(wanted([made]), `directory:${path}`);
    const key = 'n1 release:/usr/local/rocketmq-all-4.9.4-bin-release';
    expect(inside).toMatchObject({ inputs: [key], home: '/usr/local/rocketmq-all-4.9.4-bin-release' });
    expect(inside?.needs).toContain(key);
  });
});
