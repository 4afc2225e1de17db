import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunOptions } from '../bed/run.ts';
import type { OutputEvent } from '../../src/model/events.ts';
import type { TestBed } from './cluster.ts';
import { type Inventory } from './cluster.ts';
import { BIN, type Outcome, complaints, outcomeOf } from './rmqctl.ts';
import { expect } from 'vitest';

/** The SSH words of an inventory or of one of its hosts. */
export type SshWords = Readonly<Record<string, unknown>>;

/** A home of the user's own, and the environment of rmqctl in it: nothing of this machine's ~/.ssh or agent. */
export interface Home {
  readonly path: string;
  readonly env: NodeJS.ProcessEnv;
  /** Writes `.ssh/<name>`, readable by the user alone. @returns its path */
  write(name: string, text: string): Promise<string>;
}

export async function makeHome(bed: TestBed, name: string): Promise<Home> {
  const path = join(bed.directory, name);
  await mkdir(join(path, '.ssh'), { recursive: true });
  const env = { ...process.env, HOME: path, SSH_AUTH_SOCK: undefined, XDG_CACHE_HOME: undefined };
  const write = async (file: string, text: string) => {
    const target = join(path, '.ssh', file);
    await writeFile(target, text, { mode: 0o600 });
    return target;
  };
  return { path, env, write };
}

/** An inventory that has a broker on each of some hosts, for commands that need no more than hosts. */
export function anyInventory(hosts: Readonly<Record<string, unknown>>, ssh: SshWords): Inventory {
  const names = Object.keys(hosts);
  return {
    cluster: 'rocketmq-cluster',
    version: '5.3.2',
    mode: 'masters',
    ssh,
    hosts,
    namesrv: names.slice(0, 2),
    brokers: Object.fromEntries(names.map((name) => [`broker-${name}`, [name]])),
  };
}

/** What `exec` has printed on a host, on standard output. */
export function outputOf({ stdout }: Outcome, host: string): string {
  return stdout
    .trim()
    .split('\n')
    .map((line): OutputEvent => JSON.parse(line))
    .filter((event) => event.event === 'output' && event.host === host && event.stream === 'stdout')
    .map(({ text }) => text)
    .join('');
}

/** Runs a command on every host of an inventory. @param flags of rmqctl, which stand before the command */
export async function tryExec(
  bed: TestBed,
  [inventory, command, ...flags]: readonly [inventory: string, command: string, ...flags: string[]],
  options: RunOptions,
): Promise<Outcome> {
  const argv = [process.execPath, BIN, 'exec', inventory, '--json', ...flags, '--', command] as const;
  return outcomeOf(await bed.fleet.control(argv, { timeout: 180_000, ...options }));
}

/** The same, and it has to succeed everywhere. */
export async function execute(...args: Parameters<typeof tryExec>): Promise<Outcome> {
  const outcome = await tryExec(...args);
  expect(outcome.code, complaints(outcome)).toBe(0);
  return outcome;
}
