import { mkdir, readdir, readFile, readlink, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExitCode, RmqctlError } from '../../errors.ts';
import { unitName } from '../../plan/desired/instance-context.ts';
import { instancesOn, type Instance } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import { playgroundInventory, type PlaygroundSpec } from './inventory.ts';
import type { PlaygroundPaths } from './places.ts';
import { parseSockets, TCP_TABLES, type Socket } from '../../hosts/sockets.ts';
import { hostSoftware } from '../../hosts/software.ts';
import { readInventory } from '../../resolve/read-inventory.ts';
import { roles } from '../../roles/registry.ts';
import { knownVersion } from '../../rocketmq/releases.ts';
import { readIfThere } from '../../std/errno.ts';

/** The ports of playgrounds are that far apart. */
const SHIFT = 1000;
/** The brokers whose ports fit in it. */
export const MOST_BROKERS = 5;
const MOST_PLAYGROUNDS = 20;
/** Characters of a command line that are shown. */
const SHOWN = 100;

/**
 * Writes a playground's inventory, with ports that are free and that no other playground of the user has.
 * @throws RmqctlError NO_PORTS
 */
export async function writePlayground(
  spec: PlaygroundSpec,
  where: { readonly places: PlaygroundPaths; readonly user: string },
): Promise<void> {
  const taken = new Set([...(await listeners()).keys(), ...(await portsOfOthers(where.places))]);
  for (let shift = 0; shift < SHIFT * MOST_PLAYGROUNDS; shift += SHIFT) {
    const text = playgroundInventory(spec, { ...where, shift });
    if (portsIn(text).some((port) => taken.has(port))) continue;
    await mkdir(dirname(where.places.inventory), { recursive: true });
    await writeFile(where.places.inventory, text);
    return;
  }
  throw new RmqctlError('NO_PORTS', `no ports are free for ${spec.name}`, {
    hint: 'end a playground that is not needed any more: rmqctl playground --name NAME --down --purge',
  });
}

async function portsOfOthers({ all }: PlaygroundPaths): Promise<number[]> {
  const names = await readdir(all).catch(() => []);
  const texts = await Promise.all(
    names.map((name) => readFile(join(all, name, 'inventory.yaml'), 'utf8').catch(() => '')),
  );
  return texts.flatMap(portsIn);
}

/** The ports of a playground by its inventory; none if that is not valid any more. */
function portsIn(text: string): number[] {
  const here = { file: 'playground', baseDir: '/', env: {} };
  const { topology } = readInventory({ ...here, text, roles, software: hostSoftware, knownVersion });
  return (topology?.instances ?? []).flatMap(({ ports }) => ports.map(({ port }) => port));
}

/** The instances of a playground that run, by the pid files of their start scripts. */
export async function runningInstances(
  topology: Topology,
  logs: string,
): Promise<ReadonlyMap<string, number>> {
  const found = await Promise.all(
    topology.instances.map(async ({ name }) => {
      const pid = Number(await readIfThere(join(logs, name, 'pid')));
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(`RMQCTL_UNIT=${unitName(topology.cluster, name)}`)
        ? [[name, pid] as const]
        : [];
    }),
  );
  return new Map(found.flat());
}

/**
 * Refuses to start what could not listen.
 * @param running the playground's own processes
 * @throws RmqctlError PORT_TAKEN, naming each port with its owner
 */
export async function refuseTakenPorts(
  topology: Topology,
  running: ReadonlyMap<string, number>,
): Promise<void> {
  const waiting = topology.hosts
    .flatMap(({ name }) => instancesOn(topology, name))
    .filter(({ name }) => !running.has(name));
  const found = (await Promise.all(waiting.map(takenOf))).flat();
  if (found.length === 0) return;
  throw new RmqctlError('PORT_TAKEN', found.join('; '), {
    hint: 'end that process, or make another playground beside it: rmqctl playground --name NAME',
    exit: ExitCode.step,
  });
}

async function takenOf({ name, ports }: Instance): Promise<string[]> {
  const found = await Promise.all(
    ports.map(async ({ port }) => {
      const owner = await portOwner(port);
      return owner === undefined ? [] : [`port ${port} of ${name} is taken by ${owner}`];
    }),
  );
  return found.flat();
}

/** The process that listens on a port here, by the kernel's tables (proc(5)), in words; undefined if the port is free. */
async function portOwner(port: number): Promise<string | undefined> {
  const socket = (await listeners()).get(port);
  if (socket === undefined) return undefined;
  const pid = await processWith(`socket:[${socket.inode}]`);
  // a process of another user keeps its open files to itself
  if (pid === undefined) return `a process of the user with number ${socket.uid}`;
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const command = words.replaceAll('\0', ' ').trim();
  return `process ${pid} (${command.length > SHOWN ? `${command.slice(0, SHOWN)}...` : command})`;
}

/** The listening sockets of this machine, by port. */
async function listeners(): Promise<Map<number, Socket>> {
  const tables = await Promise.all(TCP_TABLES.map((path) => readFile(path, 'utf8').catch(() => '')));
  const sockets = parseSockets(tables.join('\n')).filter(({ state }) => state === 'listening');
  return new Map(sockets.map((socket) => [socket.local.port, socket]));
}

/** The process that holds a socket open. */
async function processWith(link: string): Promise<number | undefined> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const open = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const fd of open) {
      if ((await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')) === link) return Number(pid);
    }
  }
  return undefined;
}

/** Removes the inventory of a destroyed playground, and the directories that are empty then. */
export async function forgetPlayground({ all, root, inventory, state }: PlaygroundPaths): Promise<void> {
  await rm(inventory, { force: true });
  const mine = [root, state, all, dirname(all)];
  for (const directory of mine) await rmdir(directory).catch(() => undefined);
}
