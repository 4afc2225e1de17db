import { setTimeout as sleep } from 'node:timers/promises';
import type { RemotingClient } from '../../../rocketmq/remoting/client.ts';
import { maxOffset } from '../../../rocketmq/remoting/send.ts';
import * as topics from '../../../rocketmq/remoting/topics.ts';

/**
 * The topic that messages are sent to: always the same one, since a slave keeps its (empty) queue when it is removed. Another
 * verification may remove it while this one sends: it is then made again.
 */
export const TOPIC = 'rmqctl_verify';

/** Milliseconds that a broker may take to queue what it has stored, between looks, and without a message to be believed idle. */
const PATIENCE_MS = 3000;
const LOOK_MS = 5;
const IDLE_MS = 500;

/** Makes the topic on a master, with one queue, 0. */
export function makeTopic(client: RemotingClient): Promise<void> {
  return topics.createTopic(client, { topic: TOPIC, readQueues: 1, writeQueues: 1 });
}

/**
 * Removes the topic, unless something may still be written to its queue: a broker unmaps the queue's file, and one that
 * writes to it at that moment dies of SIGSEGV (4.9.3 and later, RocketMQ issue 8405; decision 0023). A message
 * is on the log before it is in its queue, so who has read it by its position knows nothing of the queue. Left in place it is
 * the next verification's to remove, or that of the other one which is at work now.
 * @param next the offset after the last message sent; undefined where a message may be under way
 */
export async function removeTopic(
  master: RemotingClient,
  nameServers: readonly RemotingClient[],
  next: bigint | undefined,
): Promise<void> {
  if (!(await isIdle(master, next).catch(() => false))) return;
  // brokers first: they register what they have again
  await topics.deleteTopicInBroker(master, TOPIC).catch(() => undefined);
  await Promise.allSettled(nameServers.map((server) => topics.deleteTopicInNameServer(server, TOPIC)));
}

/** True if the queue holds all that was sent to it, and no one else sends. */
async function isIdle(master: RemotingClient, next: bigint | undefined): Promise<boolean> {
  const queued = (): Promise<bigint> => maxOffset(master, { topic: TOPIC, queueId: 0 });
  if (next === undefined) {
    const before = await queued();
    await sleep(IDLE_MS);
    return (await queued()) === before;
  }
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await queued();
    if (found >= next || performance.now() >= until) return found === next;
    await sleep(LOOK_MS);
  }
}
