import { readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { ExitCode, RmqctlError } from '../errors.ts';
import { ASSUMED_MEMORY, assumedFacts, assumedLogin, type Login } from '../hosts/assumed-facts.ts';
import { siteFor, type Site } from '../hosts/site.ts';
import type { DiagnosticEvent } from '../model/events.ts';
import { instancesOn } from '../model/instance.ts';
import type { ProvidedProgram } from '../model/program.ts';
import type { Topology } from '../model/topology.ts';
import { renderHosts } from '../plan/rendition/rendition.ts';
import { prelude } from '../probes/remote-script.ts';
import { count } from '../report/units.ts';
import { roles } from '../roles/registry.ts';
import { releaseOf } from '../rocketmq/releases.ts';
import type { CommandContext } from './context.ts';
import { loadTopology } from './files/load-topology.ts';
import { writeRendition } from './files/write-rendition.ts';
import { strictSelector } from './hosts/limit.ts';
import { programsOf } from './programs.ts';

/** Seconds a start may take; no rendered file depends on it. */
const START_SECONDS = 120;
const GIB = 2 ** 30;
/** Hosts that are named one by one. */
const NAMED = 5;

interface RenderArguments {
  readonly inventory: string;
  readonly limit: readonly string[];
  /** the directory that is written to */
  readonly output: string;
}

/** Writes the files of a deployment to a directory of this machine; contacts no host. */
export async function renderInventory(
  { inventory, limit, output }: RenderArguments,
  context: CommandContext,
): Promise<ExitCode> {
  const topology = await loadTopology(inventory, context);
  const sites = assumedSites(topology, limit, context);
  assumptions(topology, sites).forEach(context.emit);
  const programs = await programsOf(topology, context);
  const rendered = renderHosts(
    {
      topology,
      release: releaseOf(topology.version),
      roles,
      archiveIdentity: await identityOf(topology, context),
      programs,
      timeout: START_SECONDS,
      prelude: prelude().text,
      functions: readFileSync(new URL('../../templates/common/by-hand.sh', import.meta.url), 'utf8'),
    },
    sites,
  );
  const names = sites.map(({ host }) => host.name);
  const directory = resolve(context.cwd, output);
  const { files, secret } = await writeRendition(directory, { names, rendered });
  await copyPrograms(programs, topology, { names, directory });
  context.emit({
    event: 'diagnostic',
    severity: 'note',
    code: 'RENDERED',
    message: `${count(files, 'file')} for ${count(sites.length, 'host')} in ${output}`,
  });
  if (secret.length > 0) context.emit(secretsWritten(secret, output));
  return ExitCode.ok;
}

/** The selected hosts as they are assumed to be. */
function assumedSites(topology: Topology, limit: readonly string[], context: CommandContext): Site[] {
  const known = releaseOf(topology.version);
  const self = loginHere(context);
  const isSelected = strictSelector(topology, limit);
  return topology.hosts
    .filter(({ name }) => isSelected({ host: name }))
    .map((host) => siteFor(topology, host, assumedFacts(host, known, assumedLogin(host, self)), known));
}

/** Puts the programs of instances beside the commands that unpack them. */
async function copyPrograms(
  programs: ReadonlyMap<string, ProvidedProgram>,
  { instances }: Topology,
  { names, directory }: { readonly names: readonly string[]; readonly directory: string },
): Promise<void> {
  for (const { name, host } of instances) {
    const program = names.includes(host) ? programs.get(name) : undefined;
    if (program !== undefined) await copyFile(program.path, join(directory, host, `${name}.tar`));
  }
}

function secretsWritten(files: readonly string[], directory: string): DiagnosticEvent {
  const [first = '', ...rest] = files;
  const more = rest.length === 0 ? '' : ` and ${rest.length} more`;
  return {
    event: 'diagnostic',
    severity: 'warning',
    code: 'RENDERED_SECRETS',
    message: `secrets stand in ${count(files.length, 'file')} of ${directory}, which you alone may read: ${first}${more}`,
    hint: 'remove them when you are done, and commit none of them',
  };
}

/** The user who runs rmqctl, by the environment if it names one. */
function loginHere({ env }: CommandContext): Login {
  const user = env['USER'] ?? userInfo().username;
  return { user, root: user === 'root', home: env['HOME'] ?? homedir() };
}

/**
 * The identity of the archive that the inventory names, which the start scripts carry. Nothing is downloaded for it.
 * @returns undefined if there is no such archive, or, with a note, if it is missing
 */
async function identityOf(topology: Topology, context: CommandContext): Promise<string | undefined> {
  const { distribution: spec, version } = topology;
  if (spec.from !== 'archive') return undefined;
  if (spec.sha512 !== undefined) return spec.sha512;
  const { archiveIdentity } = await import('../distribution/provide.ts');
  const { releaseCacheDir } = await import('../distribution/cache.ts');
  const { env } = context;
  try {
    const request = { release: releaseOf(version), spec, cacheDir: releaseCacheDir(env), env };
    const found = await archiveIdentity(request);
    if (found !== undefined || /^https?:/.test(spec.archive))
      return found ?? tellUnknown(context, `${spec.archive} has not been downloaded yet`);
    const { getRelease } = await import('./session.ts');
    return (await getRelease({ releaseRequest: request, context })).sha256;
  } catch (error) {
    if (error instanceof RmqctlError && error.code === 'ARCHIVE_MISSING')
      return tellUnknown(context, error.message);
    throw error;
  }
}

function tellUnknown({ emit }: CommandContext, found: string): undefined {
  emit({
    event: 'diagnostic',
    severity: 'note',
    code: 'ARCHIVE_UNKNOWN',
    message: `${found}: the start scripts that deploy writes will carry another RMQCTL_DIGEST`,
  });
}

/** A note for each assumption about hosts, with these hosts. */
function assumptions(topology: Topology, sites: readonly Site[]): DiagnosticEvent[] {
  const unsized = sites.filter(
    ({ host }) => host.memory === undefined && isSizedByMemory(topology, host.name),
  );
  const kinds = new Map<string, Site[]>();
  for (const site of sites) {
    const kind = kindOf(site);
    kinds.set(kind, [...(kinds.get(kind) ?? []), site]);
  }
  return [
    ...(unsized.length === 0 ? [] : [memoryAssumed(unsized)]),
    ...[...kinds].map(([kind, alike]) => hostAssumed(kind, alike)),
  ];
}

/** True if the heap of an instance on a host follows from the host's memory. */
function isSizedByMemory(topology: Topology, host: string): boolean {
  return instancesOn(topology, host).some(({ role }) => topology.heap[role]?.size === undefined);
}

function memoryAssumed(sites: readonly Site[]): DiagnosticEvent {
  return note({
    code: 'MEMORY_ASSUMED',
    message: `${named(sites)}: ${ASSUMED_MEMORY / GIB} GiB of memory assumed, by which the heaps are sized`,
    hint: 'say `memory:` of the host, or `heap:`, in the inventory; plan and deploy ask the host itself',
  });
}

function hostAssumed(kind: string, sites: readonly Site[]): DiagnosticEvent {
  return note({
    code: 'HOST_ASSUMED',
    message: `${named(sites)}: ${kind}, and nothing deployed yet assumed`,
    hint: 'say `java: { home }` and `supervisor:` in the inventory where it is otherwise; plan and deploy ask the host itself',
  });
}

function kindOf({ java, supervisor, facts }: Site): string {
  return `Java ${java.major} in ${java.home}, ${supervisor}, ${facts.root ? 'root' : `the login user ${facts.user} (not root)`}`;
}

function named(sites: readonly Site[]): string {
  const names = sites.slice(0, NAMED).map(({ host }) => host.name);
  const more = sites.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${count(more, 'more host')}`;
}

function note(rest: Pick<DiagnosticEvent, 'code' | 'message' | 'hint'>): DiagnosticEvent {
  return { event: 'diagnostic', severity: 'note', ...rest };
}
