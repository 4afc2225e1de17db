import { setTimeout as sleep } from 'node:timers/promises';
import { RmqctlError } from '../../../errors.ts';
import { type Check, judgeMembers, type Question, type Seen } from '../check.ts';
import { countedLag, countedReading, lagLimit } from '../replication/counted-lag.ts';
import { askedBrokers, isSlaveMember, masterMember, type Member, type VerifyContext } from '../context.ts';
import { counters, isSynchronous, replicationState, runningConfig, silence } from '../questions.ts';
import { links, type Pair, slaveLink, slaveReports } from '../replication/slave-link.ts';
import { pathName } from './paths.ts';
import { processReading } from './process.ts';
import { blame, type Blame, type Judgement } from '../../finding.ts';

/** Bytes that a slave is behind its master, each time that it was asked; the last is the newest. */
export interface Progress {
  readonly behind: readonly bigint[];
}

/** How often, and milliseconds apart, the distance of a slave is read again to see if it gets closer. */
const LOOKS = 4;
const APART_MS = 250;

function slavesOfAll(context: VerifyContext): Member[] {
  return askedBrokers(context).filter((member) => isSlaveMember(context, member));
}

const progress: Question<Progress> = {
  id: 'progress',
  subjects: (context) =>
    slavesOfAll(context)
      .filter((slave) => masterMember(context, slave) !== undefined)
      .map(({ instance }) => instance.name),
  async ask(subject, asking) {
    const { context } = asking;
    const slave = asking.member(subject);
    const master = masterMember(context, slave)!;
    const offset = async (of: Member): Promise<bigint> =>
      BigInt((await counters(of, asking)).get('commitLogMaxOffset') ?? '0');
    const behind: bigint[] = [];
    for (;;) {
      behind.push(await distanceNow(offset, master, slave));
      if (behind.at(-1)! <= 0n || behind.length === LOOKS) return { behind };
      await sleep(APART_MS);
    }
  },
};

/**
 * Bytes that a slave is behind; below 0 only where it has what its master does not have. The master is asked first, so that what it
 * stores in between does not make the slave look farther; and where the slave has more, once more: it may have stored that since.
 */
export async function distanceNow<T>(
  offset: (of: T) => Promise<bigint>,
  master: T,
  slave: T,
): Promise<bigint> {
  const masterHad = await offset(master);
  const slaveHas = await offset(slave);
  if (slaveHas <= masterHad) return masterHad - slaveHas;
  const masterHas = await offset(master);
  return slaveHas <= masterHas ? 0n : masterHas - slaveHas;
}

export const replication: Check = {
  id: 'replication',
  title: 'replication',
  asks: 'Is the slave connected to its master, and does it have all of its commit log, or get closer?',
  on: 'each slave',
  severity: 'fail',
  hint: 'a slave connects to its master’s replication port (listenPort + 1) within 5 s of its start: store.log of both says why not',
  settles: true,
  readings: [links, processReading, countedReading, slaveReports],
  questions: [progress, replicationState, runningConfig],
  judge: (context, seen) =>
    judgeMembers(
      slavesOfAll(context),
      ({ instance }) => seen.found(links, instance.name),
      (_, slave) => judge(context, slave, seen),
    ),
};

function judge(context: VerifyContext, slave: Member, seen: Seen): Judgement {
  const master = masterMember(context, slave);
  if (master === undefined)
    return { status: 'skip', detail: 'the host of its master could not be looked at' };
  const follows = blames(slave, master);
  const answer = seen.answer(progress, slave.instance.name);
  if (answer === undefined) return { status: 'skip', detail: 'was not asked' };
  if (answer instanceof RmqctlError) return silent(context, { slave, master }, { seen, error: answer });
  const link = slaveLink({ slave, master }, seen);
  const { name } = master.instance;
  if (link === 'none') {
    const detail = `is not connected to ${name} at ${master.instance.haAddress}, and ${distance(answer)}`;
    return { status: 'fail', detail, follows, awaitsSlave: true };
  }
  const synchronous = isSynchronous(context, seen, slave);
  const lagging = lag(answer, lagLimit(context, slave, seen), synchronous);
  if (link === 'quiet' && lagging.lasting !== true) {
    const status = synchronous ? 'fail' : 'warn';
    const detail = `is connected to ${name}, but has not reported to it yet`;
    return { status, detail, follows, awaitsSlave: true };
  }
  return { ...lagging, follows };
}

/** Another check reports that one of them does not answer; how far behind it is may be known all the same. */
function silent(
  context: VerifyContext,
  pair: Pair,
  { seen, error }: { seen: Seen; error: RmqctlError },
): Judgement {
  const { name } = pair.master.instance;
  const counted = countedLag(context, pair, seen);
  const limit = lagLimit(context, pair.slave, seen);
  if (counted === undefined)
    return { status: 'skip', detail: `how far it is behind ${name} is not known: ${error.message}` };
  const said = `does not say how far it is behind; ${name} counted ${counted} bytes`;
  const values = { behindBytes: Number(counted) };
  if (counted <= limit) return { status: 'skip', detail: said, values };
  const detail = `${said}: more than ${limit} bytes, its limit`;
  return { status: 'fail', detail, values, follows: blames(pair.slave, pair.master) };
}

function blames({ instance: slave }: Member, { instance: master }: Member): Blame[] {
  return [
    ...[slave.name, master.name].flatMap((name) => [...silence(name), ...blame(name, 'configuration')]),
    ...blame(slave.name, 'disk'),
    ...blame(pathName(slave.host, master.name), 'paths'),
  ];
}

function lag({ behind }: Progress, limit: bigint, synchronous: boolean): Judgement {
  const now = behind.at(-1) ?? 0n;
  const values = { behindBytes: Number(now) };
  if (now < 0n)
    return {
      status: 'fail',
      detail: `has ${-now} bytes more than its master: its store is no copy of it`,
      hint: 'a diverged slave never heals: stop it, move its store away and let it copy the master again',
      lasting: true,
      values,
    };
  if (now === 0n) return { status: 'pass', detail: 'connected, and has all that its master has', values };
  const closer = now < (behind[0] ?? 0n);
  const detail = `connected, ${distance({ behind })}`;
  const late = { values, awaitsSlave: true };
  if (now > limit)
    return { ...late, status: 'fail', detail: `${detail}: more than ${limit} bytes, its limit` };
  if (closer) return { status: 'pass', detail, values };
  return { ...late, status: synchronous ? 'fail' : 'warn', detail };
}

function distance({ behind }: Progress): string {
  const now = behind.at(-1) ?? 0n;
  if (now === 0n) return 'lacks nothing of it yet';
  const trend = now < (behind[0] ?? 0n) ? 'and gets closer' : 'and gets no closer';
  return `${now} bytes behind, ${trend}`;
}
