import { describe, expect, test } from 'vitest';
import { idOf } from '../../src/model/resource-address.ts';
import { desire } from '../../src/plan/desired/desire.ts';
import { isFile } from '../../src/resources/file.ts';
import type { Resource } from '../../src/resources/resource.ts';
import { contentText } from '../../src/rocketmq/configuration/config-file.ts';
import { isService } from '../../src/resources/service.ts';
import type { Topology } from '../../src/model/topology.ts';
import { contextOf } from '../sample/desired.ts';
import { MODERN, siteOf } from '../sample/hosts.ts';
import { read, topologyOf } from '../sample/inventories.ts';

const WITH_PROXY = `cluster: test
version: 5.5.0
mode: masters
hosts: { n1: 10.0.0.1 }
namesrv: [n1]
brokers: { b: [n1], c: [n1] }
proxy: [n1]
`;

function wanted(topology: Topology): Resource[] {
  return desire(contextOf(topology), siteOf(topology, undefined, MODERN));
}

describe('a proxy', () => {
  const topology = topologyOf(WITH_PROXY);
  const resources = wanted(topology);
  const proxy = topology.instances.find(({ role }) => role === 'proxy');

  test('is an instance behind every name server and broker, with upstream’s ports', () => {
    expect(proxy).toMatchObject({ name: 'proxy-n1', after: ['namesrv-n1', 'b', 'c'], port: 8081 });
    expect(proxy?.ports.map(({ port }) => port)).toEqual([8081, 8080]);
  });

  test('is told the cluster that the brokers are in, where they are, and its own address', () => {
    const file = resources.filter(isFile).find(({ name }) => name.endsWith('/conf/proxy-n1.json'));
    const settings = {
      rocketMQClusterName: 'test',
      proxyClusterName: 'test',
      proxyName: 'proxy-n1',
      proxyMode: 'cluster',
      namesrvAddr: 'rocketmq-nameserver1:9876',
      localServeAddr: '10.0.0.1',
      grpcServerPort: 8081,
      remotingListenPort: 8080,
    };
    expect(contentText(file!.desired.content)).toBe(`${JSON.stringify(settings, undefined, 2)}\n`);
  });

  test('runs by a script of its own, so that its heap is not the name server’s', () => {
    const own = resources.filter(({ instance }) => instance === 'proxy-n1').map(idOf);
    expect(own).toContain('file:/usr/local/rocketmq-all-5.5.0-bin-release/bin/runproxy.sh');
    const service = resources.filter(isService).find(({ instance }) => instance === 'proxy-n1');
    expect(service?.desired.ready).toMatchObject({
      ports: [8081, 8080],
      bootLine: 'rocketmq-proxy startup successfully',
    });
  });

  test.each([
    ['4.9.4', ['error PROXY_UNSUPPORTED 7:1']],
    ['5.0.0', ['error PROXY_UNSUPPORTED 7:1']],
    ['5.1.0', []],
  ])('of %s: %j', (version, found) => {
    const text = WITH_PROXY.replace('5.5.0', version);
    const { diagnostics } = read(text);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ severity, code, line, column }) => `${severity} ${code} ${line}:${column}`)).toEqual(
      found,
    );
  });
});
