import { ANYWHERE } from '../../hosts/supervisors/registry.ts';
import { releaseOf } from '../../rocketmq/releases.ts';
import type { PlaygroundPaths } from './places.ts';
import { REPLICATION_OFFSET } from '../../roles/broker/expand.ts';
import { roles } from '../../roles/registry.ts';
import type { PlaygroundPart } from '../../roles/role.ts';

/** What a playground is asked to be. */
export interface PlaygroundSpec {
  readonly name: string;
  readonly version: string;
  readonly mode: 'masters' | 'sync' | 'async';
  readonly brokers: number;
  /** ids of the optional roles it has, one instance of each */
  readonly parts: readonly string[];
}

/** The ports of a playground where nothing else is: those of a first cluster on a host (interface: "Ports"). */
const PORTS = { namesrv: 9876, master: 10911, slave: 11011, step: 200 } as const;

/**
 * A slave reports how far it is each `haSendHeartbeatInterval`, by default every 5 s (HAClient): until its first report a
 * synchronous master has no slave.
 */
const QUICK_SLAVES = `slaveProperties: { haSendHeartbeatInterval: 500 }   # its first report to the master; default 5 s
`;

/**
 * A slave looks for its master at once where it is told its address, else 5 s after its start, when a name server has told it.
 * 5.x cannot be told.
 */
function masterOf(version: string, port: number): string {
  return releaseOf(version).slaveCanBeToldMaster
    ? `, properties: { haMasterAddress: '127.0.0.1:${port + REPLICATION_OFFSET}' }`
    : '';
}

/**
 * Where a broker may have to register a second time (releases.ts), these two keys let it do so at once: it asks the name server itself
 * before it goes on, and registers then. Not for slaves: these would be told of a master that comes later only with the next
 * change of a topic.
 */
const QUICK_MASTERS = `masterProperties: { skipPreOnline: true, forceRegister: false }   # registered at once; 5.x may take 10 s
`;

/** What the roles say of the parts that are asked for. */
function partsOf({ parts }: PlaygroundSpec): (PlaygroundPart & { readonly id: string })[] {
  return roles.flatMap(({ id, playground }) =>
    playground === undefined || !parts.includes(id) ? [] : [{ id, ...playground }],
  );
}

/** broker-a, broker-b, ... */
function brokerName(index: number): string {
  return `broker-${String.fromCharCode('a'.charCodeAt(0) + index)}`;
}

function eachBroker(spec: PlaygroundSpec, line: (name: string, index: number) => string): string {
  return Array.from({ length: spec.brokers }, (_, index) => line(brokerName(index), index)).join('\n');
}

/**
 * The inventory of a playground: everything in the user's home, as the user, touching nothing else of the machine.
 * @param where its places, who runs it, and how far its ports are from the usual ones
 */
export function playgroundInventory(
  spec: PlaygroundSpec,
  where: { readonly places: PlaygroundPaths; readonly user: string; readonly shift: number },
): string {
  const { places, user, shift } = where;
  const parts = partsOf(spec);
  const master = (index: number): number => PORTS.master + shift + index * PORTS.step;
  const slaves = (index: number): string =>
    spec.mode === 'masters'
      ? ''
      : `
    slaves: [{ host: here, port: ${PORTS.slave + shift + index * PORTS.step}${masterOf(spec.version, master(index))} }]`;
  return `# A cluster on this machine, made by \`rmqctl playground\`: small heaps, and nothing outside of this directory.
cluster: ${spec.name}
version: ${spec.version}
mode: ${spec.mode}
hosts:
  here: local
namesrv: [{ host: here, port: ${PORTS.namesrv + shift} }]
brokers:
${eachBroker(
  spec,
  (name, index) => `  ${name}:
    master: { host: here, port: ${master(index)} }${slaves(index)}`,
)}
${releaseOf(spec.version).mayRegisterLate ? QUICK_MASTERS : ''}${spec.mode === 'masters' ? '' : QUICK_SLAVES}${parts
    .map(({ id, port }) => `${id}: [{ host: here, port: ${port + shift} }]\n`)
    .join('')}heap: { namesrv: 256m, broker: 512m${parts.map(({ id, heap }) => `, ${id}: ${heap}`).join('')} }
user: ${user}
paths:
  home: ${places.root}/rocketmq
  store: ${places.root}/store
  logs: ${places.root}/logs
  state: ${places.state}
supervisor: ${ANYWHERE.id}
firewall: off
aliases: false
profile: false
tuning: false
`;
}

/** An inventory to start a real cluster of the same kind from; its addresses are to be replaced. */
export function realInventory(spec: PlaygroundSpec): string {
  const members = (index: number): string => {
    const [master, slave] = index % 2 === 0 ? ['node1', 'node2'] : ['node2', 'node1'];
    return spec.mode === 'masters' ? `[${master}]` : `[${master}, ${slave}]`;
  };
  const parts = partsOf(spec)
    .map(({ id, comment }) => `${`${id}: [node1, node2]`.padEnd(33)}# ${comment}\n`)
    .join('');
  return `# A real cluster like the playground ${spec.name}: put your hosts' addresses in, then
#   rmqctl validate inventory.yaml && rmqctl deploy inventory.yaml
cluster: rocketmq-cluster
version: ${spec.version}
mode: ${spec.mode}
ssh: { user: root }
hosts:
  node1: 192.0.2.1               # examples (RFC 5737): no such hosts exist
  node2: 192.0.2.2
namesrv: [node1, node2]
${parts}brokers:                         # the first host runs the master, the others its slaves
${eachBroker(spec, (name, index) => `  ${name}: ${members(index)}`)}
`;
}
