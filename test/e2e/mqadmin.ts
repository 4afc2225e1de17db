import type { Fleet } from '../bed/hosts.ts';

/** The cluster as RocketMQ's own tools see it: mqadmin of the deployed release, run on a host by a login shell. */

/** What makes mqadmin run: a host of the cluster and a name server to ask. */
export interface Admin {
  readonly fleet: Fleet;
  readonly host: string;
  /** address:port */
  readonly nameServer: string;
  /** the release's home; the one on a login shell's PATH where it is not given */
  readonly home?: string;
}

/**
 * Runs an mqadmin command.
 * @returns what it printed
 * @throws Error when it failed
 */
export async function mqadmin(admin: Admin, command: string, args = ''): Promise<string> {
  const { fleet, host, nameServer, home } = admin;
  const program = home === undefined ? 'mqadmin' : `ROCKETMQ_HOME=${home} ${home}/bin/mqadmin`;
  const line = `bash -lc '${program} ${command} -n ${nameServer} ${args}'`;
  const { code, stdout, stderr } = await fleet.exec(host, line, { timeout: 60_000 });
  // some commands print a stack trace and end with 0
  if (code !== 0 || /Exception/.test(stderr))
    throw new Error(`mqadmin ${command} ${args}: exit code ${code}\n${stdout}${stderr}`);
  return stdout;
}

/** clusterList, one "cluster broker id address" a broker, sorted. */
export async function clusterList(admin: Admin): Promise<string[]> {
  const rows = (await mqadmin(admin, 'clusterList')).split('\n').map((line) => line.trim().split(/\s+/));
  return rows
    .filter(([, , id]) => /^\d+$/.test(id ?? ''))
    .map((row) => row.slice(0, 4).join(' '))
    .sort();
}

/** What a broker says of itself: brokerStatus, key to value. */
export async function brokerStatus(admin: Admin, address: string): Promise<ReadonlyMap<string, string>> {
  const rows = (await mqadmin(admin, 'brokerStatus', `-b ${address}`)).split('\n');
  return new Map(
    rows.flatMap((row) => {
      const [, key, value] = /^(\w+)\s*: (.*)$/.exec(row.trim()) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value] as const];
    }),
  );
}

/** Makes a topic with one queue on every master of a cluster. */
export async function createTopic(admin: Admin, cluster: string, topic: string): Promise<void> {
  await mqadmin(admin, 'updateTopic', `-c ${cluster} -t ${topic} -r 1 -w 1`);
}

/**
 * Sends a message to a broker's queue 0, and once more where mqadmin's three seconds were too short for a busy machine: it
 * may then be there twice.
 * @returns the status: SEND_OK
 */
export async function send(
  admin: Admin,
  to: { topic: string; broker: string; body: string },
  attempts = 3,
): Promise<string> {
  const args = `-t ${to.topic} -b ${to.broker} -i 0 -p ${to.body}`;
  try {
    const said = await mqadmin(admin, 'sendMessage', args);
    return /\b(SEND_OK|FLUSH_\w+_TIMEOUT|SLAVE_NOT_AVAILABLE)\b/.exec(said)?.[0] ?? said;
  } catch (error) {
    if (attempts === 1 || !/timeout/i.test(String(error))) throw error;
    return send(admin, to, attempts - 1);
  }
}

/** The different bodies of the messages in a broker's queue 0, in order, read from its master. */
export async function receive(admin: Admin, from: { topic: string; broker: string }): Promise<string[]> {
  const said = await mqadmin(admin, 'consumeMessage', `-t ${from.topic} -b ${from.broker} -i 0 -o 0 -c 100`);
  return [...new Set([...said.matchAll(/ BODY: (.*)/g)].map(([, body]) => body!))];
}

/** The body of the message at an offset of a broker's queue 0; read from a slave where the master is away. */
export async function receiveOne(
  admin: Admin,
  from: { topic: string; broker: string; offset: number },
): Promise<string> {
  const said = await mqadmin(
    admin,
    'queryMsgByOffset',
    `-t ${from.topic} -b ${from.broker} -i 0 -o ${from.offset}`,
  );
  const file = /Message Body Path: +(\S+)/.exec(said)?.[1];
  if (file === undefined) throw new Error(`queryMsgByOffset found no message:\n${said}`);
  return (await admin.fleet.exec(admin.host, `cat ${file}`)).stdout;
}
