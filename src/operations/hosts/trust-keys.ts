import { rename, writeFile } from 'node:fs/promises';
import pLimit from 'p-limit';
import { ExitCode, RmqctlError, worstExit, usageError } from '../../errors.ts';
import type { Host } from '../../model/host.ts';
import { count } from '../../report/units.ts';
import { fingerprint } from '../../transport/host-keys/known-hosts.ts';
import { recordKeys } from '../../transport/host-keys/record-keys.ts';
import type { SeenHostKey } from '../../transport/transport.ts';
import type { CommandContext, CommonArguments } from '../context.ts';
import { readIfThere } from '../../std/errno.ts';
import { failureEvent } from '../failure.ts';
import { loadTopology } from '../files/load-topology.ts';
import { connectTargetOf, PARALLEL } from '../session.ts';
import { createConnections } from './connections.ts';
import { selectedHosts } from './reach.ts';

interface TrustArguments extends CommonArguments {
  readonly inventory: string;
  /** names of hosts whose key in the file is replaced by another one */
  readonly replace: readonly string[];
}

/**
 * Shows the keys of the hosts that known_hosts lacks and, when agreed, writes them there.
 * @throws RmqctlError NOT_CONFIRMED; USAGE for a name that no host has
 */
export async function trustKeys(args: TrustArguments, context: CommandContext): Promise<ExitCode> {
  const topology = await loadTopology(args.inventory, context, args.verbose);
  const hosts = selectedHosts(topology, args.limit).filter(({ local }) => !local);
  const replaced = (key: SeenHostKey) => isReplaced(key, args.replace);
  const told = new Set<string>();
  let written = 0;
  // Behind a jump host nothing can be seen before the key of that is known: so in rounds, the nearest first.
  for (;;) {
    const { seen, errors } = await seeKeys(args, context, hosts);
    checkNames(args.replace, [
      ...hosts.map(({ name }) => name),
      ...seen.flatMap(({ host, name }) => [host, name]),
    ]);
    const wrong = seen.filter((key) => key.error !== undefined && !replaced(key));
    for (const key of wrong.filter(({ name }) => !told.has(name))) {
      tellWrong(context, key);
      told.add(key.name);
    }
    const fresh = seen.filter((key) => replaced(key) || (key.error === undefined && !key.recorded));
    if (fresh.length === 0) {
      for (const error of errors) context.emit(failureEvent(error));
      const faults = [...wrong.flatMap(({ error }) => error ?? []), ...errors];
      if (faults.length === 0 && written === 0) tellNothing(context, seen.length);
      return worstExit(faults.map(({ exit }) => exit));
    }
    for (const key of fresh) tellFresh(context, key);
    const question = `Are these the keys of the ${count(fresh.length, 'host')}, as "ssh-keygen -lf" shows them there?`;
    if (!args.yes && !(await context.confirm(question))) throw notAgreed();
    await writeKeys(fresh, context);
    written += fresh.length;
  }
}

/** True if a host that the user has named has another key than the file; those of other files cannot be replaced here. */
function isReplaced({ verdict, host, name, file }: SeenHostKey, names: readonly string[]): boolean {
  const named = names.includes(host) || names.includes(name);
  return named && verdict.kind === 'changed' && verdict.entry.file === file;
}

function checkNames(names: readonly string[], known: readonly string[]): void {
  const stray = names.find((name) => !known.includes(name));
  if (stray !== undefined) {
    throw usageError(
      `--replace ${stray}: there is no such host`,
      `it is one of ${[...new Set(known)].join(', ')}`,
    );
  }
}

function tellFresh(context: CommandContext, { host, name, key, verdict }: SeenHostKey): void {
  const shown = `${name} ${key.type} ${fingerprint(key.key)}`;
  const { severity, before } =
    verdict.kind === 'changed'
      ? {
          severity: 'warning' as const,
          before: `, in place of ${verdict.entry.type} ${fingerprint(verdict.entry.key)}`,
        }
      : { severity: 'note' as const, before: verdict.kind === 'known' ? ', known to another file' : '' };
  context.emit({ event: 'diagnostic', severity, code: 'HOST_KEY_NEW', message: `${shown}${before}`, host });
}

/** Loud: an error, with both fingerprints and what would replace the key. */
function tellWrong(context: CommandContext, { host, verdict, file, error }: SeenHostKey): void {
  if (error === undefined) return;
  const own = verdict.kind === 'changed' && verdict.entry.file === file;
  const hint = own
    ? `someone may be listening in, or the host was set up anew. If you know that it was: --replace '${host}'`
    : error.hint;
  context.emit({ ...failureEvent(error), hint, host });
}

function tellNothing(context: CommandContext, hosts: number): void {
  const message = `nothing to do: the keys of ${count(hosts, 'host')} are known`;
  context.emit({ event: 'diagnostic', severity: 'note', code: 'HOST_KEYS_KNOWN', message });
}

function notAgreed(): RmqctlError {
  return new RmqctlError('NOT_CONFIRMED', 'the keys were not agreed to, and are not written', {
    hint: 'compare them with what the hosts show: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
    exit: ExitCode.usage,
  });
}

/**
 * Reads the key of every host; logs in to jump hosts whose keys are known, and not to the hosts.
 * @returns every key once: those of jump hosts, then in the order of the inventory; and the errors of hosts without a key
 */
async function seeKeys(
  args: TrustArguments,
  context: CommandContext,
  hosts: readonly Host[],
): Promise<{ readonly seen: readonly SeenHostKey[]; readonly errors: readonly RmqctlError[] }> {
  const seen = new Map<string, SeenHostKey>();
  const add = (key: SeenHostKey) => void seen.set(`${key.file} ${key.name}`, key);
  const order = (key: SeenHostKey) => hosts.findIndex(({ name }) => name === key.host);
  const connections = await createConnections(args, context, {
    acceptNew: false,
    recordBeside: true,
    onHostKey: add,
  });
  const limit = pLimit(args.parallel ?? PARALLEL);
  const look = async (host: Host): Promise<RmqctlError[]> => {
    const target = connectTargetOf(host, context.env);
    if ('local' in target) return [];
    try {
      add(await connections.look(target));
      return [];
    } catch (error) {
      if (error instanceof RmqctlError) return [error];
      throw error;
    }
  };
  try {
    const errors = await Promise.all(hosts.map((host) => limit(() => look(host))));
    return { seen: [...seen.values()].toSorted((a, b) => order(a) - order(b)), errors: errors.flat() };
  } finally {
    await connections.closeAll();
  }
}

/**
 * Writes keys into their known_hosts files, each as a new file that is renamed, and reports it.
 * @throws RmqctlError KNOWN_HOSTS_UNWRITABLE
 */
async function writeKeys(keys: readonly SeenHostKey[], { emit }: CommandContext): Promise<void> {
  for (const file of new Set(keys.flatMap((key) => key.file ?? []))) {
    const group = keys.filter((key) => key.file === file);
    const lines = group.map(({ name, key, host, verdict }) => ({
      name,
      key,
      comment: host,
      replace: verdict.kind === 'changed',
    }));
    try {
      const before = await readIfThere(file);
      await writeFile(`${file}.new`, recordKeys(before ?? '', lines));
      await rename(`${file}.new`, file);
    } catch (cause) {
      throw new RmqctlError('KNOWN_HOSTS_UNWRITABLE', `cannot write ${file}`, {
        hint: 'make it writable, or name another file as ssh.knownHosts',
        exit: ExitCode.connect,
        cause,
      });
    }
    const message = `wrote ${count(group.length, 'key')} to ${file}: it can be reviewed and committed`;
    emit({ event: 'diagnostic', severity: 'note', code: 'HOST_KEYS_WRITTEN', message });
  }
}
