import { ExitCode, RmqctlError, worstExit, usageError } from '../../errors.ts';
import { count } from '../../report/units.ts';
import { fingerprint } from '../../transport/host-keys/known-hosts.ts';
import type { SeenHostKey } from '../../transport/transport.ts';
import type { CommonArguments } from '../common-arguments.ts';
import type { CommandContext } from '../context.ts';
import { failureEvent } from '../failure.ts';
import { loadTopology } from '../files/load-topology.ts';
import { lookAtKeys } from './look-at-keys.ts';
import { selectedHosts } from './reach.ts';
import { writeKeys } from './write-keys.ts';

export interface TrustArguments extends CommonArguments {
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
  // Behind a jump host nothing can be seen before its own key is known: so in rounds, the nearest first.
  for (;;) {
    const { seen, errors } = await lookAtKeys(args, context, hosts);
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

/** Another key than the file holds, of a host that the user has named. What other files say cannot be replaced here. */
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
