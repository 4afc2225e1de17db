import { mkdir, writeFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { withLock } from '../distribution/lock.ts';
import { ExitCode, messageOf, RmqctlError, usageError } from '../errors.ts';
import { DEFAULT_NAME, firstSteps } from '../operations/playground/first-steps.ts';
import { realInventory, type PlaygroundSpec } from '../operations/playground/inventory.ts';
import { allPlaygrounds, playgroundPaths, type PlaygroundPaths } from '../operations/playground/places.ts';
import {
  forgetPlayground,
  MOST_BROKERS,
  refuseTakenPorts,
  runningInstances,
  writePlayground,
} from '../operations/playground/playground.ts';
import { toStop } from '../plan/steps/operations.ts';
import type { RmqctlEvent } from '../model/events.ts';
import { releaseOf, VERSIONS } from '../rocketmq/releases.ts';
import { instancesOf } from '../model/instance.ts';
import type { Topology } from '../model/topology.ts';
import type { CommonArguments } from '../operations/common-arguments.ts';
import { defineCommand } from './frame/command.ts';
import type { CommandContext } from '../operations/context.ts';
import { releaseLocks } from '../operations/deployment/converge.ts';
import { deploy } from '../operations/deployment/deploy.ts';
import { destroy } from '../operations/deployment/destroy.ts';
import { force } from './frame/force.ts';
import { operate } from '../operations/deployment/operate.ts';
import { mustBeWritable } from '../operations/files/report-file.ts';
import { connectTargetOf, withSession, type Session } from '../operations/session.ts';
import { isMaster } from '../model/broker.ts';
import { codeOf } from '../std/errno.ts';
import { readIfThere } from '../std/read-if-there.ts';

const MODES = ['masters', 'sync', 'async'] as const;
const NAME = /^[a-z][a-z0-9-]*$/;

export const command = defineCommand({
  name: 'playground',
  summary: 'a whole real cluster on this machine: no root, no SSH, no inventory; --down ends it',
  example: 'rmqctl playground 4.9.4 --mode async --brokers 2',
  arguments: { version: { summary: 'a RocketMQ version; default the newest', optional: true } },
  options: {
    mode: { type: 'text', choices: MODES, summary: 'what copies what; default sync' },
    brokers: { type: 'number', value: 'N', least: 1, integer: true, summary: 'how many brokers; default 1' },
    proxy: { type: 'flag', summary: 'with a proxy, by which clients of 5.x speak gRPC' },
    name: {
      type: 'text',
      value: 'NAME',
      default: DEFAULT_NAME,
      summary: 'several stand side by side by name',
    },
    write: { type: 'text', value: 'FILE', summary: 'leave an inventory to start a real cluster from' },
    html: { type: 'text', value: 'FILE', summary: 'also write what was verified as one page of HTML' },
    down: { type: 'flag', summary: 'stop it; its messages stay' },
    purge: { type: 'flag', summary: 'with --down: remove it, messages and all' },
    force: { ...force, summary: `with --down: ${force.summary}` },
  },
  run: (args, context) => (args.down ? down : up)(args, withoutObvious(context)),
});

/** A playground is one machine: nobody need be told that what is on it is lost with it. */
function withoutObvious(context: CommandContext): CommandContext {
  const isObvious = (event: RmqctlEvent): boolean =>
    event.event === 'diagnostic' && event.code === 'SLAVE_WITH_MASTER';
  return { ...context, emit: (event) => (isObvious(event) ? undefined : context.emit(event)) };
}

interface Asked extends CommonArguments {
  readonly version: string | undefined;
  readonly mode: (typeof MODES)[number] | undefined;
  readonly brokers: number | undefined;
  readonly proxy: boolean;
  readonly name: string;
  readonly write: string | undefined;
  readonly html: string | undefined;
  readonly purge: boolean;
  readonly force: boolean;
}

async function up(args: Asked, context: CommandContext): Promise<ExitCode> {
  const { home, places } = whereabouts(args, context);
  const spec = specOf(args);
  if (args.purge) throw usageError('--purge goes with --down', 'rmqctl playground --down --purge');
  await mustBeWritable([args.html], context.cwd);
  if (args.write !== undefined) await writeReal(resolve(context.cwd, args.write), realInventory(spec));
  const isNew = (await readIfThere(places.inventory)) === undefined;
  if (isNew)
    await claimPorts(() => writePlayground(spec, { home, places, user: userInfo().username }), {
      home,
      context,
    });
  const work = async (session: Session): Promise<ExitCode> => {
    const { topology } = session;
    if (!isNew) refuseAnother(args, topology);
    const running = await runningInstances(topology, `${places.root}/logs`);
    await refuseTakenPorts(topology, running);
    const reports = args.html === undefined ? undefined : { html: args.html };
    const options = { limit: [], yes: true, dryRun: false, verify: 'full', reports };
    const exit = await deploy(session, options).catch(async (error: unknown) => {
      if (context.signal.aborted) await stopStarted(session, running);
      throw error;
    });
    if (exit === ExitCode.ok) {
      const text = firstSteps(topology, places.inventory, `${places.root}/logs`);
      context.emit({ event: 'output', text });
    }
    return exit;
  };
  return withSession({ ...args, inventory: places.inventory }, context, work, { advice: true });
}

/** Two playgrounds that are started at once choose their ports one after the other, so that each sees the other's. */
async function claimPorts(
  work: () => Promise<void>,
  { home, context: { signal } }: { home: string; context: CommandContext },
): Promise<void> {
  const all = allPlaygrounds(home);
  await mkdir(all, { recursive: true });
  await withLock(join(all, '.lock'), { waiting: () => undefined, signal }, work);
}

/** --down is the very stop and destroy of any inventory. */
async function down(args: Asked, context: CommandContext): Promise<ExitCode> {
  const { home, places } = whereabouts(args, context);
  if ((await readIfThere(places.inventory)) === undefined) {
    const message = `there is no playground ${args.name}`;
    context.emit({ event: 'diagnostic', severity: 'note', code: 'NO_PLAYGROUND', message });
    return ExitCode.ok;
  }
  const exit = await withSession({ ...args, inventory: places.inventory }, context, (session) =>
    args.purge
      ? destroy(session, { limit: [], yes: true, purgeStore: true, force: args.force })
      : operate(session, { limit: [] }, { resources: (hosts, selected) => toStop(hosts, selected, args) }),
  );
  if (args.purge && exit === ExitCode.ok) await forgetPlayground(home, places);
  return exit;
}

function whereabouts({ name }: Asked, { env }: CommandContext): { home: string; places: PlaygroundPaths } {
  if (!NAME.test(name)) throw usageError(`--name is "${name}"`, 'small letters, digits and - make a name');
  const home = env['HOME'] ?? homedir();
  return { home, places: playgroundPaths(home, name) };
}

function specOf({ name, version, mode, proxy, brokers = 1 }: Asked): PlaygroundSpec {
  if (brokers > MOST_BROKERS)
    throw usageError(`--brokers is ${brokers}`, `a playground has ${MOST_BROKERS} at most`);
  const parts = proxy ? ['proxy'] : [];
  return { name, version: releaseOf(version ?? newest()).version, mode: mode ?? 'sync', brokers, parts };
}

/** The newest 5.x; Maven Central has it, where Apache's download site cannot be reached. */
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
function refuseAnother({ name, version, mode, brokers, proxy }: Asked, topology: Topology): void {
  const masters = topology.instances.filter(isMaster).length;
  const other = [
    ...(version === undefined || version === topology.version ? [] : [`version ${topology.version}`]),
    ...(mode === undefined || mode === topology.mode ? [] : [`mode ${topology.mode}`]),
    ...(brokers === undefined || brokers === masters ? [] : [`${masters} brokers`]),
    ...(proxy && instancesOf(topology, 'proxy').length === 0 ? ['no proxy'] : []),
  ];
  if (other.length === 0) return;
  throw new RmqctlError('PLAYGROUND_EXISTS', `the playground ${name} is there, with ${other.join(', ')}`, {
    hint: 'make another one with --name NAME, or remove this one first: rmqctl playground --down --purge',
    exit: ExitCode.usage,
  });
}

/** After an interrupt nothing is left running that this run has started, what was just about to start included. */
async function stopStarted(session: Session, running: ReadonlyMap<string, number>): Promise<void> {
  const calm = { ...session, context: { ...session.context, signal: new AbortController().signal } };
  const hosts = await Promise.all(
    session.topology.hosts.map(async (host) => ({
      transport: await session.connections.open(connectTargetOf(host, session.context.env)),
    })),
  );
  for (const pause of [0, 500, 1000]) {
    await new Promise((done) => setTimeout(done, pause));
    await releaseLocks(session, { hosts });
    await operate(
      calm,
      { limit: [] },
      {
        resources: (all) => toStop(all, ({ instance }) => !running.has(instance ?? ''), { force: true }),
      },
    );
  }
}
