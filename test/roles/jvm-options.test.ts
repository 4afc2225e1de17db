import { describe, expect, test } from 'vitest';
import { roles } from '../../src/roles/registry.ts';
import { releaseOf } from '../../src/rocketmq/releases.ts';
import { instancesOf } from '../../src/model/instance.ts';
import type { Blueprint } from '../../src/roles/role.ts';
import { MODERN, siteOf } from '../sample/hosts.ts';
import { topologyOf } from '../sample/inventories.ts';

/** What makes the first process of a role. */
function blueprintOf(role: string, more: string): Blueprint {
  const topology = topologyOf(`cluster: c\nversion: 4.9.4\nmode: single\nhosts: { n1: 10.0.0.1 }\n${more}\n`);
  const instance = instancesOf(topology, role)[0]!;
  const places = {
    home: '/home',
    logs: '/logs',
    console: '/logs/console.log',
    logOffset: '/logs/.log-offset',
  };
  const subject = {
    instance,
    topology,
    site: siteOf(topology, undefined, MODERN),
    release: releaseOf('4.9.4'),
    places,
    nameServers: [],
  };
  return roles.find(({ id }) => id === role)!.describe(subject);
}

/** The words of the command that becomes it. */
function commandOf(role: string, more: string): readonly string[] {
  return blueprintOf(role, more).command;
}

describe.each([
  ['namesrv', 'namesrv: [{ host: n1, jvm: [-Dmine=1] }]\nbrokers: { b: [n1] }'],
  ['broker', 'namesrv: [n1]\nbrokers: { b: { master: { host: n1, jvm: [-Dmine=1] } } }'],
])('JVM options of a %s', (role, instances) => {
  const main = releaseOf('4.9.4').mainClass(role === 'broker' ? 'broker' : 'namesrv');

  test("the role's come before the instance's, and both before the class", () => {
    const command = commandOf(role, `${instances}\njvm: { ${role}: [-Droles=1, -Dtwo=2] }`);
    const at = command.indexOf(main);
    expect(command.slice(at - 3, at)).toEqual(['-Droles=1', '-Dtwo=2', '-Dmine=1']);
  });

  test('its JVM is to be seen with its heap, what its Java needs, and what the inventory says', () => {
    const { jvm = [], command } = blueprintOf(role, `${instances}\nheap: { ${role}: 768m }`);
    expect(jvm.slice(0, 2)).toEqual(['-Xms768m', '-Xmx768m']);
    expect(jvm).toContain('--add-opens=java.base/java.nio=ALL-UNNAMED');
    expect(jvm.at(-1)).toBe('-Dmine=1');
    expect(command).toContain('-Dmine=1');
  });

  test("another role's are not its", () => {
    const other = role === 'broker' ? 'namesrv' : 'broker';
    expect(commandOf(role, `${instances}\njvm: { ${other}: [-Dother=1] }`)).not.toContain('-Dother=1');
  });
});
