import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectedError, RmqctlError } from '../../../errors.ts';
import { ResponseCode } from '../../../rocketmq/remoting/wire/codes.ts';
import type { RemotingClient } from '../../../rocketmq/remoting/client.ts';
import { RemotingRefused } from '../../../rocketmq/remoting/faults.ts';
import { offsetInMessageId, viewMessage } from '../../../rocketmq/remoting/message.ts';
import { sendMessage, type SendStatus } from '../../../rocketmq/remoting/send.ts';
import type { QuestionContext } from '../check.ts';
import { nameServersOf, slaveMembers, type Member } from '../context.ts';
import { makeTopic, removeTopic, TOPIC } from './verify-topic.ts';

const MESSAGES = 20;
/** A broker answers within syncFlushTimeout (5 s) and slaveTimeout (3 s). */
const SEND_MS = 9000;
/** Milliseconds that a slave may take to have a message, and between looks. */
const COPY_MS = 2000;
const LOOK_MS = 100;
const REMAKES = 3;

export interface Sent {
  readonly status: SendStatus;
  readonly body: Buffer;
  readonly queueOffset: bigint;
  /** position in the commit log, the same on master and slaves */
  readonly physicalOffset: bigint;
  readonly milliseconds: number;
}

/** The sent messages that a broker has, at the same positions. */
export interface ReadBack {
  readonly broker: string;
  readonly found: number;
  /** of the first one that it does not have */
  readonly firstMissing?: bigint | undefined;
  /** why the first one was not read */
  readonly error?: RmqctlError | undefined;
}

export interface Exchange {
  /** in order; sending ends with the first that is not "stored" */
  readonly sent: readonly Sent[];
  readonly master: ReadBack;
  readonly slaves: readonly ReadBack[];
}

/** Slaves that do not copy their master now, and so need not be waited for: name to what is wrong. */
export type Late = ReadonlyMap<string, string>;

/**
 * Sends messages to a master, one after the other, and reads each back from it and from its slaves by its position in the
 * commit log, which a slave of any release answers. The topic is removed again, whatever happened.
 * @throws RmqctlError when the topic cannot be made or nothing could be sent
 */
export async function exchange(master: Member, asking: QuestionContext, late: Late): Promise<Exchange> {
  const client = asking.client(master);
  let next: bigint | undefined;
  try {
    await makeTopic(client);
    const sent = await sendAll(client, asking);
    next = (sent.at(-1)?.queueOffset ?? -1n) + 1n;
    const brokers = [master, ...slaveMembers(asking.context, master)];
    const [fromMaster, ...slaves] = await Promise.all(
      brokers.map((broker) => {
        const patience = broker === master || late.has(broker.instance.name) ? 0 : COPY_MS;
        return readBack(broker, sent, { asking, patience });
      }),
    );
    return { sent, master: fromMaster!, slaves };
  } finally {
    // a run that is interrupted cleans up too
    const nameServers = nameServersOf(asking.context).map((server) => asking.client(server));
    await removeTopic(client, nameServers, next);
  }
}

async function sendAll(client: RemotingClient, { now, signal }: QuestionContext): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (let remakes = 0; sent.length < MESSAGES;) {
    signal?.throwIfAborted();
    const body = randomBytes(128);
    const began = performance.now();
    try {
      const { status, messageId, queueOffset } = await sendMessage(
        client,
        { topic: TOPIC, queueId: 0, producerGroup: TOPIC, body, bornTimestamp: now() },
        { timeoutMs: SEND_MS },
      );
      const milliseconds = performance.now() - began;
      const physicalOffset = offsetInMessageId(messageId);
      sent.push({ status, body, queueOffset, physicalOffset, milliseconds });
      if (status !== 'stored') return sent;
    } catch (error) {
      const gone = error instanceof RemotingRefused && error.responseCode === ResponseCode.TOPIC_NOT_EXIST;
      if (!gone || remakes === REMAKES) throw error;
      remakes += 1;
      await makeTopic(client);
    }
  }
  return sent;
}

async function readBack(
  broker: Member,
  sent: readonly Sent[],
  { asking, patience }: { asking: QuestionContext; patience: number },
): Promise<ReadBack> {
  const client = asking.client(broker);
  const until = asking.now() + patience;
  const outcomes = await Promise.all(
    sent.map(async (message) => {
      for (;;) {
        const error = await readOne(client, message);
        const isThere = error === undefined;
        if (isThere || asking.now() >= until || asking.signal?.aborted === true || !isAbsent(error))
          return error;
        await sleep(LOOK_MS);
      }
    }),
  );
  const missing = outcomes.findIndex((error) => error !== undefined);
  return {
    broker: broker.instance.name,
    found: outcomes.filter((error) => error === undefined).length,
    firstMissing: sent[missing]?.physicalOffset,
    error: outcomes[missing],
  };
}

/** @returns why the message is not there as it was sent; undefined when it is */
async function readOne(client: RemotingClient, message: Sent): Promise<RmqctlError | undefined> {
  const { physicalOffset, queueOffset, body } = message;
  try {
    const found = await viewMessage(client, { topic: TOPIC, physicalOffset });
    const same = found.topic === TOPIC && found.queueOffset === queueOffset && found.body.equals(body);
    return same ? undefined : other(client, physicalOffset);
  } catch (error) {
    return expectedError(error);
  }
}

/** It is not there yet: the broker has none at that position, or bytes that are no whole message. */
function isAbsent({ code }: RmqctlError): boolean {
  return code === 'REMOTING_REFUSED' || code === 'REMOTING_MALFORMED' || code === 'MESSAGE_DIFFERS';
}

function other({ peer, host }: RemotingClient, offset: bigint): RmqctlError {
  return new RmqctlError('MESSAGE_DIFFERS', `${peer} has another message at offset ${offset}`, {
    host,
    hint: 'the member has a commit log of its own: look for two masters of one name, and compare their stores',
  });
}
