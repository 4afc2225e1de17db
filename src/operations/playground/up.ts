import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { withLock } from '../../distribution/lock.ts';
import { ExitCode, messageOf, RmqctlError, usageError } from '../../errors.ts';
import { isMaster } from '../../model/broker.ts';
import { instancesOf } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import { toStop } from '../../plan/steps/operations.ts';
import { releaseOf, VERSIONS } from '../../rocketmq/releases.ts';
import { codeOf, readIfThere } from '../../std/errno.ts';
import type { CommandContext } from '../context.ts';
import { releaseLocks } from '../deployment/converge.ts';
import { deploy } from '../deployment/deploy.ts';
import { operate } from '../deployment/operate.ts';
import { mustBeWritable } from '../files/report-file.ts';
import { openHost } from '../hosts/reach.ts';
import { withSession, type Session } from '../session.ts';
import { firstSteps } from './first-steps.ts';
import { realInventory, type PlaygroundSpec } from './inventory.ts';
import { playgroundFor, withoutObvious, type PlaygroundArguments, type PlaygroundPaths } from './places.ts';
import { MOST_BROKERS, refuseTakenPorts, runningInstances, writePlayground } from './playground.ts';

interface UpOptions extends PlaygroundArguments {
  /** default the newest */
  readonly version: string | undefined;
  /** default sync */
  readonly mode: PlaygroundSpec['mode'] | undefined;
  /** default 1 */
  readonly brokers: number | undefined;
  /** ids of the optional roles it has, such as proxy */
  readonly parts: readonly string[];
  /** the file that gets an inventory to start a real cluster from */
  readonly write: string | undefined;
  /** the file that gets what was verified */
  readonly html: string | undefined;
}

/**
 * Starts a playground, a new one if there is none of that name.
 * @throws RmqctlError PLAYGROUND_EXISTS if there is one of another kind, PORT_TAKEN, NO_PORTS, WRITE_FAILED
 */
export async function startPlayground(options: UpOptions, outer: CommandContext): Promise<ExitCode> {
  const context = withoutObvious(outer);
  const places = playgroundFor(options, context);
  const spec = specOf(options);
  await mustBeWritable([options.html], context.cwd);
  if (options.write !== undefined) await writeReal(resolve(context.cwd, options.write), realInventory(spec));
  const isNew = (await readIfThere(places.inventory)) === undefined;
  const user = userInfo().username;
  if (isNew) await claimPorts(() => writePlayground(spec, { places, user }), places, context);

  const work = async (session: Session): Promise<ExitCode> => {
    if (!isNew) refuseAnother(options, session.topology);
    const exit = await deployHere(session, places, options);
    if (exit === ExitCode.ok) {
      const text = firstSteps(session.topology, places.inventory, `${places.root}/logs`);
      context.emit({ event: 'output', text });
    }
    return exit;
  };
  return withSession({ ...options, inventory: places.inventory }, context, work, { advice: true });
}

/** Deploys the playground; an interrupt leaves no process behind that this run has started. */
async function deployHere(
  session: Session,
  { root }: PlaygroundPaths,
  { html }: UpOptions,
): Promise<ExitCode> {
  const { topology, context } = session;
  const running = await runningInstances(topology, `${root}/logs`);
  await refuseTakenPorts(topology, running);
  const reports = html === undefined ? undefined : { html };
  const options = { limit: [], yes: true, dryRun: false, verify: 'full', reports };
  return deploy(session, options).catch(async (error: unknown) => {
    if (context.signal.aborted) await stopStarted(session, running);
    throw error;
  });
}

/** Playgrounds that are started at the same time choose their ports one after the other, so that each sees the other's. */
async function claimPorts(
  work: () => Promise<void>,
  { all }: PlaygroundPaths,
  { signal }: CommandContext,
): Promise<void> {
  await mkdir(all, { recursive: true });
  await withLock(join(all, '.lock'), { waiting: () => undefined, signal }, work);
}

function specOf({ name, version, mode, parts, brokers = 1 }: UpOptions): PlaygroundSpec {
  if (brokers > MOST_BROKERS)
    throw usageError(`--brokers is ${brokers}`, `a playground has ${MOST_BROKERS} at most`);
  return { name, version: releaseOf(version ?? newest()).version, mode: mode ?? 'sync', brokers, parts };
}

/** The newest 5.x; Maven Central has it if Apache's download site cannot be reached. */
function newest(): string {
  return VERSIONS.findLast((version) => version.startsWith('5.'))!;
}

async function writeReal(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: 'wx' }).catch((cause: unknown) => {
    const why = codeOf(cause) === 'EEXIST' ? 'it is there already' : messageOf(cause);
    throw new RmqctlError('WRITE_FAILED', `cannot write ${path}: ${why}`, {
      hint: 'give --write another file',
      exit: ExitCode.usage,
      cause,
    });
  });
}

/** A playground keeps its version, mode and size: its store is theirs. */
function refuseAnother({ name, version, mode, brokers, parts }: UpOptions, topology: Topology): void {
  const masters = topology.instances.filter(isMaster).length;
  const other = [
    ...(version === undefined || version === topology.version ? [] : [`version ${topology.version}`]),
    ...(mode === undefined || mode === topology.mode ? [] : [`mode ${topology.mode}`]),
    ...(brokers === undefined || brokers === masters ? [] : [`${masters} brokers`]),
    ...parts.filter((role) => instancesOf(topology, role).length === 0).map((role) => `no ${role}`),
  ];
  if (other.length === 0) return;
  throw new RmqctlError('PLAYGROUND_EXISTS', `the playground ${name} is there, with ${other.join(', ')}`, {
    hint: 'make another one with --name NAME, or remove this one first: rmqctl playground --down --purge',
    exit: ExitCode.usage,
  });
}

/** Stops after an interrupt what this run has started, and what was about to start. */
async function stopStarted(session: Session, running: ReadonlyMap<string, number>): Promise<void> {
  const isStarted = ({ instance = '' }: { readonly instance?: string | undefined }) => !running.has(instance);
  const calm = { ...session, context: { ...session.context, signal: new AbortController().signal } };
  const hosts = await Promise.all(
    session.topology.hosts.map(async (host) => ({ transport: await openHost(session, host) })),
  );
  for (const pause of [0, 500, 1000]) {
    await new Promise((done) => setTimeout(done, pause));
    await releaseLocks(session, { hosts });
    await operate(calm, { limit: [] }, { resources: (all) => toStop(all, isStarted, { force: true }) });
  }
}
