import { SERVERS } from '../../rocketmq/servers.ts';
import type { Properties } from '../../model/property.ts';
import { required } from '../../rocketmq/configuration/required-properties.ts';
import { jvmInstance } from '../common/jvm-instance.ts';
import { proxyExpansion } from './expand.ts';
import type { Blueprint, Role, Subject, PlaygroundPart } from '../role.ts';

/** A proxy in a playground, for clients that speak gRPC. */
const proxyPlayground: PlaygroundPart = {
  port: 8081,
  heap: '256m',
  comment: 'clients speak gRPC to them, port 8081',
  // the clients of 5.x take topics that are there already: `mqadmin sendMessage` makes it
  clients: (endpoints) => [
    `  Node     const p = new Producer({ endpoints: '${endpoints}' }); await p.startup(); await p.send({ topic: 'first', body: Buffer.from('hello') })`,
    `  Python   p = Producer(ClientConfiguration("${endpoints}", Credentials()), ("first",)); p.startup(); m = Message(); m.topic = "first"; m.body = b"hello"; p.send(m)`,
  ],
};

/** The proxy of 5.x in cluster mode: a process of its own, without state, by which clients speak gRPC to every broker. */
export const proxy: Role = {
  ...proxyExpansion,
  title: 'proxy',
  playground: proxyPlayground,
  describe,
};

function describe(subject: Subject): Blueprint {
  const { instance, site, places } = subject;
  const config = `${site.home}/conf/${instance.name}.json`;
  // upstream's mqproxy calls runserver.sh, whose heap is the name server's
  const start = { server: 'proxy', script: 'proxy/runproxy.sh', args: ['-pc', config] } as const;
  const { script, command, env, jvm } = jvmInstance(subject, start);
  const log = `${places.logs}/logs/rocketmqlogs/proxy.log`;
  return {
    directories: [],
    files: [script, { path: config, format: 'json', heading: [], entries: settings(subject) }],
    command,
    jvm,
    env: { ...env, RMQ_PROXY_HOME: site.home },
    log,
    ready: {
      ports: instance.ports.map(({ port }) => port),
      bootLine: SERVERS.proxy.bootLine,
      logged: [],
      evidence: [log],
    },
  };
}

/**
 * What a proxy is told (ProxyConfig): its cluster's name must be that of the brokers (issue 5941), and its own address is
 * written out because it may guess a bridge or a NAT address.
 */
function settings({ instance, topology, nameServers }: Subject): Properties<string | number> {
  const remoting = instance.ports.find(({ port }) => port !== instance.port);
  return required<string | number>([
    ['rocketMQClusterName', topology.cluster, 'the name of the cluster'],
    ['proxyClusterName', topology.cluster, 'the name of the cluster'],
    ['proxyName', instance.name, 'the name of the instance'],
    ['proxyMode', 'cluster', 'the proxy is a process of its own'],
    ['namesrvAddr', nameServers.join(';'), 'the name servers of the cluster'],
    ['localServeAddr', instance.address, 'the address that clients dial'],
    ['grpcServerPort', instance.port, 'the port of the instance'],
    ...(remoting === undefined
      ? []
      : [['remotingListenPort', remoting.port, 'the port below that of the instance'] as const]),
  ]);
}
