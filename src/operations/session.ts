import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { releaseCacheDir } from '../distribution/cache.ts';
import { proxySecrets } from '../distribution/download/web-proxy.ts';
import type { ReleaseArchive, ReleaseRequest } from '../distribution/release.ts';
import { worstExit, type ExitCode } from '../errors.ts';
import type { LockOwner } from '../execute/lock.ts';
import { survey, type Survey } from '../execute/survey.ts';
import { siteWarnings } from '../hosts/site-warnings.ts';
import { departedHosts } from '../plan/memory/memory.ts';
import { roles } from '../roles/registry.ts';
import { releaseOf, type Release } from '../rocketmq/releases.ts';
import type { Host } from '../model/host.ts';
import type { Topology } from '../model/topology.ts';
import type { Connections, ConnectTarget } from '../transport/connect.ts';
import { createConnections } from './hosts/connections.ts';
import type { CommandContext, CommonArguments } from './context.ts';
import { failureEvent } from './failure.ts';
import { loadTopology } from './files/load-topology.ts';
import { programsOf, providingHooks, type ProgramFiles } from './programs.ts';
import type { Environment } from '../std/environment.ts';

/** Hosts worked on at once without --parallel. */
export const PARALLEL = 32;
/** Seconds an instance may take to get ready without --timeout. */
const START_SECONDS = 120;

/** A run's connections and what they are used with. */
export interface Session {
  readonly topology: Topology;
  readonly release: Release;
  readonly releaseRequest: ReleaseRequest;
  readonly connections: Connections;
  readonly parallel: number;
  readonly timeout: number;
  readonly owner: LockOwner;
  readonly context: CommandContext;
  readonly flags: Pick<CommonArguments, 'json' | 'quiet' | 'verbose'>;
  /** warnings about the inventory and its hosts are shown */
  readonly advice: boolean;
}

/**
 * Reads the inventory and prepares connections without contacting a host; runs `work`, then closes every connection.
 * @param options advice: show warnings about the inventory and its hosts, for commands that make hosts match it or would;
 *   others with --verbose
 */
export async function withSession<T>(
  args: CommonArguments & { readonly inventory: string },
  context: CommandContext,
  work: (session: Session) => Promise<T>,
  options: { readonly advice?: boolean } = {},
): Promise<T> {
  const advice = options.advice === true || args.verbose;
  const topology = await loadTopology(args.inventory, context, advice);
  context.hide(proxySecrets(context.env));
  const connections = await createConnections(args, context);
  try {
    return await work({
      topology,
      release: releaseOf(topology.version),
      releaseRequest: {
        release: releaseOf(topology.version),
        spec: topology.distribution,
        cacheDir: releaseCacheDir(context.env),
        env: context.env,
      },
      connections,
      parallel: args.parallel ?? PARALLEL,
      timeout: args.timeout ?? START_SECONDS,
      owner: {
        who: `${userInfo().username}@${hostname()}`,
        run: randomBytes(6).toString('hex'),
        since: new Date(context.now()).toISOString(),
      },
      context,
      flags: args,
      advice,
    });
  } finally {
    await connections.closeAll();
  }
}

/**
 * Surveys hosts, and reports those that cannot be surveyed.
 * @param lock take the cluster's lock first: for commands that change something
 * @param files whether those of programs must be on this machine
 * @param hosts default every host
 */
export async function surveyHosts(
  session: Session,
  lock: boolean,
  files: ProgramFiles,
  hosts: readonly Host[] = session.topology.hosts,
): Promise<Survey> {
  const { topology, context, connections } = session;
  for (const { name } of hosts) context.emit({ event: 'progress', host: name, stage: 'looking at the host' });
  const found = await survey({
    ...session,
    hosts,
    roles,
    archiveIdentity: await identityOf(session),
    programs: await programsOf(topology, context, files),
    open: (host) => connections.open(connectTargetOf(host, context.env)),
    lock: lock ? session.owner : undefined,
    signal: context.signal,
  });
  for (const { host, error } of found.lost) context.emit({ ...failureEvent(error), host });
  if (session.advice) tellUnwise(session, found);
  tellLeft(session, found);
  return found;
}

/** The exit code for the hosts that could not be surveyed. */
export function exitOfLost({ lost }: Pick<Survey, 'lost'>): ExitCode {
  return worstExit(lost.map(({ error }) => error.exit));
}

function tellUnwise({ topology, release: of, context }: Session, { hosts }: Survey): void {
  for (const { site } of hosts)
    for (const warning of siteWarnings(site, topology, of))
      context.emit({ event: 'diagnostic', severity: 'warning', ...warning, host: site.host.name });
}

/** Warns of the hosts that the cluster once had and rmqctl does not contact any more. */
function tellLeft({ topology, context }: Session, { hosts }: Survey): void {
  const left = departedHosts(
    topology,
    hosts.map(({ site }) => site),
  );
  for (const { name, address } of left) {
    context.emit({
      event: 'diagnostic',
      severity: 'warning',
      code: 'HOST_LEFT',
      message: `${name} (${address}) had a part in ${topology.cluster} and is not in the inventory any more: it is not contacted, and what runs there goes on running`,
      hint:
        `by the inventory that still has it, \`rmqctl status OLD_INVENTORY --limit ${name}\` says what runs there, ` +
        `and \`rmqctl destroy OLD_INVENTORY --limit ${name}\` takes it down`,
    });
  }
}

/**
 * The identity of the archive that the inventory names: its sha512 if that is given, so that it is the same pushed and
 * pulled. What is pushed is converted and checked the first time it is seen; what is pulled never comes here.
 */
async function identityOf(session: Session): Promise<string | undefined> {
  const spec = session.topology.distribution;
  if (spec.from !== 'archive') return undefined;
  if (spec.via === 'pull') return spec.sha512;
  const { archiveIdentity } = await import('../distribution/provide.ts');
  const sha256 = (await archiveIdentity(session.releaseRequest)) ?? (await getRelease(session)).sha256;
  return spec.sha512 ?? sha256;
}

/** The release in its normal form, from the source that the inventory names. */
export async function getRelease({
  releaseRequest,
  context,
}: Pick<Session, 'releaseRequest' | 'context'>): Promise<ReleaseArchive> {
  // loaded here: most runs send no release
  const { provideRelease } = await import('../distribution/provide.ts');
  return provideRelease(releaseRequest, providingHooks(context));
}

/**
 * How a host is reached. RMQCTL_IDENTITY and RMQCTL_KNOWN_HOSTS name this run's key and known_hosts file: a pipeline has them from
 * elsewhere than the people for whom the inventory names theirs.
 */
export function connectTargetOf({ name, address, local, ssh }: Host, env: Environment): ConnectTarget {
  if (local) return { host: name, local: true, become: ssh.become };
  const { user, port, jump, become } = ssh;
  const identity = env['RMQCTL_IDENTITY'] || ssh.identity;
  const knownHosts = env['RMQCTL_KNOWN_HOSTS'] || ssh.knownHosts;
  return { host: name, destination: ssh.host ?? address, user, port, identity, jump, become, knownHosts };
}
