import { hostSoftware } from '../../hosts/software.ts';
import { either } from '../../std/either.ts';
import type { Mode } from '../../model/topology.ts';

export interface Starter {
  readonly mode: Mode;
  readonly version: string;
  /** addresses or names of hosts, or `local`; at least one */
  readonly hosts: readonly string[];
}

/** Keys that have a default, each a line that can be uncommented as it is. */
export const OPTIONAL_LINES: readonly (readonly [line: string, comment: string])[] = [
  ['ssh: { user: root, port: 22 }', 'also identity, jump, become, knownHosts; a host may override each'],
  ['heap: { namesrv: 512m, broker: 4g }', 'default: from the memory of each host and what runs there'],
  ['properties: { autoCreateTopicEnable: false }', 'of every broker; nearer ones win'],
  ['masterProperties: { flushDiskType: SYNC_FLUSH }', 'of every master; slaveProperties of every slave'],
  ['distribution: { archive: ./rocketmq.zip }', 'default: downloaded and checked, else by Maven'],
  ['java: { home: /usr/lib/jvm/java-17-openjdk }', 'default: found on each host'],
  ['paths: { store: /data/rocketmq/store }', 'also home and logs'],
  ['user: rocketmq', 'who owns and runs it; made where it is missing'],
  ['supervisor: auto', either(['auto', ...hostSoftware.supervisors])],
  ['firewall: auto', `auto opens what is needed where ${either(hostSoftware.firewalls)} runs; disable; off`],
  ['aliases: rocketmq', 'names in /etc/hosts, such as rocketmq-master1; false: none'],
  ['profile: true', 'JAVA_HOME, ROCKETMQ_HOME and PATH for login shells'],
];

const MODES: Readonly<Record<Mode, string>> = {
  single: 'one master: for development',
  masters: 'masters without slaves: what a broken machine holds cannot be read until it is back',
  async: 'masters with slaves that follow within milliseconds: fast',
  sync: 'masters with slaves: acknowledged only after the slave has it, so nothing is lost with a machine',
};

/** Name servers are independent; more than three are of little use. */
const NAME_SERVERS = 3;
const COLUMN = 50;

/** The inventory that `init` writes: complete, valid, and with every further key as a comment. */
export function starterInventory({ mode, version, hosts }: Starter): string {
  const named = nameHosts(hosts);
  const used = mode === 'single' ? named.slice(0, 1) : named;
  const servers = used.slice(0, NAME_SERVERS).map(({ name }) => name);
  const brokers = used.map(({ name }, index) => {
    const slave = mode === 'async' || mode === 'sync' ? [used[(index + 1) % used.length]!.name] : [];
    return `  broker-${letter(index)}: [${[name, ...slave].join(', ')}]`;
  });
  return [
    '# yaml-language-server: $schema=rmqctl.schema.json',
    '# `rmqctl schema > rmqctl.schema.json` lets editors complete and explain every key.',
    '# Next: rmqctl validate FILE, rmqctl plan FILE, rmqctl deploy FILE',
    'cluster: rocketmq-cluster',
    `version: ${version}`,
    commented(`mode: ${mode}`, MODES[mode]),
    'hosts:',
    ...used.map(({ name, address }) => `  ${name}: ${address}`),
    `namesrv: [${servers.join(', ')}]`,
    commented('brokers:', 'the first host of each runs the master, the others its slaves'),
    ...brokers,
    '',
    '# What follows has a default; uncomment what should be otherwise.',
    ...OPTIONAL_LINES.map(([line, comment]) => commented(`# ${line}`, comment)),
    '',
  ].join('\n');
}

function commented(line: string, comment: string): string {
  return `${line.padEnd(COLUMN)} # ${comment}`;
}

/** node1, node2, ... for addresses; the first word of a name; each once. */
function nameHosts(hosts: readonly string[]): { name: string; address: string }[] {
  const taken = new Set<string>();
  return hosts.map((address, index) => {
    const word = /^[A-Za-z][A-Za-z0-9-]*/.exec(address)?.[0] ?? '';
    const name = word === '' || taken.has(word) ? `node${index + 1}` : word;
    taken.add(name);
    return { name, address };
  });
}

/** a, b, ..., z, 27, 28, ... */
function letter(index: number): string {
  return index < 26 ? String.fromCodePoint(97 + index) : String(index + 1);
}
