import { RmqctlError } from '../../../errors.ts';
import type { SendStatus } from '../../../rocketmq/remoting/send.ts';
import type { QuestionContext, Check, Question, Seen } from '../check.ts';
import { exchange, type Exchange, type Late, type ReadBack, type Sent } from '../messages/exchange.ts';
import { mastersOf, memberNamed, locationOf, slaveMembers } from '../context.ts';
import type { Member, VerifyContext } from '../context.ts';
import { lagLimit } from '../replication/counted-lag.ts';
import { percentile } from '../../../std/percentile.ts';
import { isSynchronous, silence, unanswered } from '../questions.ts';
import { pathName } from './paths.ts';
import { replication } from './replication.ts';
import { blame, type Blame, type Judgement } from '../../finding.ts';
import { nameServersIn } from '../../../model/instance.ts';

/** No message was sent: no slave would take it, and a synchronous master waits 3 s for one each time. */
export interface Withheld {
  readonly withheld: string;
}

/** The outcome of messages sent to each master. */
export const exchanges: Question<Exchange | Withheld> = {
  id: 'exchanges',
  last: true,
  subjects: (context) => mastersOf(context).map(({ instance }) => instance.name),
  async ask(subject, asking) {
    const master = asking.member(subject);
    const late = lateSlaves(asking);
    const slaves = slaveMembers(asking.context, master).map(({ instance }) => instance.name);
    const isAlone = slaves.length > 0 && slaves.every((name) => late.has(name));
    if (!isAlone || !isSynchronous(asking.context, asking.seen, master))
      return exchange(master, asking, late);
    return { withheld: slaves.map((name) => `${name} ${late.get(name)}`).join('; ') };
  },
};

/** The slaves of all brokers that replication has just found not to copy. */
function lateSlaves({ context, seen }: QuestionContext): Late {
  const wrong = replication.judge(context, seen).filter(({ status }) => ['fail', 'warn'].includes(status));
  return new Map(wrong.map(({ instance = '', detail }) => [instance, detail]));
}

export const messages: Check = {
  id: 'messages',
  title: 'messages',
  asks: 'Are messages to a topic of rmqctl’s own acknowledged with SEND_OK, and read back from the master and each slave at the same offsets?',
  on: 'each master and slave',
  severity: 'fail',
  hint: 'look at broker.log and store.log of the broker',
  settles: true,
  readings: replication.readings ?? [],
  questions: [...(replication.questions ?? []), exchanges],
  judge: (context, seen) =>
    mastersOf(context).flatMap((master): Judgement[] => {
      const answer = seen.answer(exchanges, master.instance.name);
      if (answer === undefined) return [];
      if (answer instanceof RmqctlError)
        return [{ ...locationOf(master), ...unanswered(answer), follows: unsent(context, master, answer) }];
      if ('withheld' in answer) {
        const why = `${answer.withheld}; so no message was sent`;
        return [{ ...locationOf(master), ...alone(context, master, why) }];
      }
      return [
        { ...locationOf(master), ...sending(context, master, answer) },
        ...answer.slaves.flatMap((slave) => copied({ context, seen }, answer, slave)),
      ];
    }),
};

/** The findings that would explain that nothing could be sent. A new topic is acknowledged once every name server has taken it, or did not for seconds. */
function unsent({ topology }: VerifyContext, { instance }: Member, { code }: RmqctlError): Blame[] {
  const servers = code === 'REMOTING_TIMEOUT' ? nameServersIn(topology) : [];
  return [
    ...silence(instance.name),
    ...blame(instance.name, 'disk', 'configuration'),
    ...servers.flatMap(({ name }) => [...silence(name), ...blame(pathName(instance.host, name), 'paths')]),
  ];
}

/** RocketMQ's words for the outcome of a message that was sent. */
const WORDS: Readonly<Record<SendStatus, string>> = {
  stored: 'SEND_OK',
  'flush-disk-timeout': 'FLUSH_DISK_TIMEOUT',
  'slave-not-available': 'SLAVE_NOT_AVAILABLE',
  'flush-slave-timeout': 'FLUSH_SLAVE_TIMEOUT',
};

function sending(context: VerifyContext, master: Member, { sent, master: back }: Exchange): Judgement {
  const bad = sent.find(({ status }) => status !== 'stored');
  if (bad !== undefined) return unsafe(context, master, bad);
  if (back.error !== undefined)
    return {
      status: 'fail',
      detail: `${sent.length} messages sent with SEND_OK, but ${sent.length - back.found} of them not read back: ${back.error.message}`,
    };
  const times = sent.map(({ milliseconds }) => milliseconds);
  const [p50Ms, p95Ms, maxMs] = [percentile(times, 50), percentile(times, 95), percentile(times, 100)];
  const latency = `${p50Ms} ms (median), ${p95Ms} ms (95 %), ${maxMs} ms (longest)`;
  return {
    status: 'pass',
    detail: `${sent.length} messages sent with SEND_OK and read back; acknowledged after ${latency}`,
    values: { p50Ms, p95Ms, maxMs },
    samples: times,
  };
}

/** The master has no slave that copies it. */
function alone(context: VerifyContext, master: Member, why: string): Judgement {
  return {
    status: 'fail',
    detail: `acknowledgements are not safe: ${why}`,
    hint: UNSAFE_HINT,
    follows: loneliness(context, master),
    awaitsSlave: true,
  };
}

const UNSAFE_HINT =
  'producers are told SLAVE_NOT_AVAILABLE or FLUSH_SLAVE_TIMEOUT with every message until the slave is back; what they send is lost if the master’s disk is';

/** The master has the message, and it is not as safe as was asked for. */
function unsafe(context: VerifyContext, master: Member, { status }: Sent): Judgement {
  const word = WORDS[status];
  if (status === 'flush-disk-timeout')
    return {
      status: 'fail',
      detail: `acknowledgements are not safe: ${word}, the disk did not take a message in time`,
      follows: blame(master.instance.name, 'disk', 'configuration'),
      lasting: true,
    };
  return alone(context, master, `${word}, a message is stored on the master alone`);
}

/** The findings that would explain that a master has no slave to copy it. */
function loneliness(context: VerifyContext, master: Member): Blame[] {
  return [
    ...blame(master.instance.name, 'process', 'configuration'),
    ...slaveMembers(context, master).flatMap(({ instance: { name, host } }) => [
      ...blame(name, 'process', 'boot', 'ports', 'configuration', 'replication'),
      ...blame(pathName(host, master.instance.name), 'paths'),
    ]),
  ];
}

/** The verdict on a slave's copies. An asynchronous one may be late, up to the limit. */
function copied(
  { context, seen }: { context: VerifyContext; seen: Seen },
  { sent, master: { broker: master } }: Exchange,
  { broker, found, firstMissing, error }: ReadBack,
): Judgement[] {
  const slave = memberNamed(context, broker);
  const last = sent.at(-1);
  if (slave === undefined || last === undefined) return [];
  const place = locationOf(slave);
  if (error === undefined || firstMissing === undefined)
    return [{ ...place, status: 'pass', detail: `has the same ${found} messages at the same offsets` }];
  const behind = last.physicalOffset - firstMissing;
  const limit = lagLimit(context, slave, seen);
  const late = !isSynchronous(context, seen, slave) && behind <= limit && error.code !== 'MESSAGE_DIFFERS';
  const more = behind > limit ? `, at least ${behind} bytes behind, more than its limit of ${limit}` : '';
  return [
    {
      ...place,
      status: late ? 'warn' : 'fail',
      detail: `lacks ${sent.length - found} of ${sent.length} messages${more}: ${error.message}`,
      values: { behindBytes: Number(behind) },
      awaitsSlave: error.code !== 'MESSAGE_DIFFERS',
      follows: [
        ...silence(broker),
        ...blame(broker, 'configuration', 'replication', 'disk'),
        ...blame(pathName(slave.instance.host, master), 'paths'),
      ],
    },
  ];
}
