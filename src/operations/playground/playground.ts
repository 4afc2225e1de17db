import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExitCode, RmqctlError } from '../../errors.ts';
import { unitName } from '../../plan/desired/instance-context.ts';
import { instancesOn, type Instance } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import { portOwner, takenPorts } from './port-owner.ts';
import { playgroundInventory, type PlaygroundSpec } from './inventory.ts';
import { allPlaygrounds, type PlaygroundPaths } from './places.ts';
import { hostSoftware } from '../../hosts/software.ts';
import { readInventory } from '../../resolve/read-inventory.ts';
import { roles } from '../../roles/registry.ts';
import { knownVersion } from '../../rocketmq/releases.ts';
import { readIfThere } from '../../std/errno.ts';

/** Playgrounds are that far apart; within it a playground has room for this many brokers. */
const SHIFT = 1000;
export const MOST_BROKERS = 5;
const MOST_PLAYGROUNDS = 20;

/**
 * Writes a playground's inventory, with ports that nobody listens on and no other playground of the user has.
 * @throws RmqctlError NO_PORTS
 */
export async function writePlayground(
  spec: PlaygroundSpec,
  where: { readonly home: string; readonly places: PlaygroundPaths; readonly user: string },
): Promise<void> {
  const taken = new Set([...(await takenPorts()), ...(await portsOfOthers(where.home))]);
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

async function portsOfOthers(home: string): Promise<number[]> {
  const names = await readdir(allPlaygrounds(home)).catch(() => []);
  const texts = await Promise.all(
    names.map((name) => readFile(join(allPlaygrounds(home), name, 'inventory.yaml'), 'utf8').catch(() => '')),
  );
  return texts.flatMap(portsIn);
}

/** The ports of a playground by its inventory; none where that is none any more. */
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
      if (owner === undefined) return [];
      const who =
        owner.pid === undefined
          ? `a process of the user with number ${owner.uid}`
          : `process ${owner.pid} (${owner.command ?? ''})`;
      return [`port ${port} of ${name} is taken by ${who}`];
    }),
  );
  return found.flat();
}

/** Removes what is left of a playground that was destroyed: its inventory, and directories that are empty by now. */
export async function forgetPlayground(home: string, places: PlaygroundPaths): Promise<void> {
  await rm(places.inventory, { force: true });
  const mine = [places.root, places.state, allPlaygrounds(home), dirname(allPlaygrounds(home))];
  for (const directory of mine) await rmdir(directory).catch(() => undefined);
}
