/** The requests that read messages. */

import type { CallOptions, RemotingClient } from './client.ts';
import { RequestCode, ResponseCode } from './wire/codes.ts';
import { malformed } from './faults.ts';
import { extInt64, invoke, statusNamed } from './invoke.ts';
import { decodeMessages, type StoredMessage } from './message.ts';
import type { QueueAddress } from './offsets.ts';

export interface PullRequest extends QueueAddress {
  readonly consumerGroup: string;
  readonly queueOffset: bigint;
  readonly maxMessages: number;
}

/** "none": no message at that offset yet; "filtered": none that matches; "moved": the offset is outside the queue. */
export type PullStatus = 'found' | 'none' | 'filtered' | 'moved';

export interface PullResult {
  readonly status: PullStatus;
  readonly nextOffset: bigint;
  readonly minOffset: bigint;
  readonly maxOffset: bigint;
  readonly messages: readonly StoredMessage[];
}

const PULL_STATUS: ReadonlyMap<number, PullStatus> = new Map([
  [ResponseCode.SUCCESS, 'found'],
  [ResponseCode.PULL_NOT_FOUND, 'none'],
  [ResponseCode.PULL_RETRY_IMMEDIATELY, 'filtered'],
  [ResponseCode.PULL_OFFSET_MOVED, 'moved'],
]);

/** PullSysFlag: the request says itself what it subscribes to; nothing is committed and the broker does not wait. */
const FLAG_SUBSCRIPTION = '4';

/** Reads messages of a queue from an offset on, without committing anything (PULL_MESSAGE). */
export function pullMessage(
  client: RemotingClient,
  pull: PullRequest,
  options: CallOptions = {},
): Promise<PullResult> {
  return invoke(client, {
    ...options,
    request: { code: RequestCode.PULL_MESSAGE, extFields: pullFields(pull) },
    accept: [...PULL_STATUS.keys()],
    read: (response) => {
      const status = statusNamed(PULL_STATUS, response);
      return {
        status,
        nextOffset: extInt64(response, 'nextBeginOffset'),
        minOffset: extInt64(response, 'minOffset'),
        maxOffset: extInt64(response, 'maxOffset'),
        messages: status === 'found' ? decodeMessages(response.body) : [],
      };
    },
  });
}

/**
 * The message at a commit log offset (VIEW_MESSAGE_BY_ID). A slave answers it too, whatever `slaveReadEnable` says, which
 * proves that a message was replicated.
 * @param place the offset and, which 5.x wants, the topic
 * @throws RmqctlError REMOTING_REFUSED with SYSTEM_ERROR when there is no message at that offset
 */
export function viewMessage(
  client: RemotingClient,
  place: { readonly topic: string; readonly physicalOffset: bigint },
  options: CallOptions = {},
): Promise<StoredMessage> {
  return invoke(client, {
    ...options,
    request: {
      code: RequestCode.VIEW_MESSAGE_BY_ID,
      extFields: { topic: place.topic, offset: String(place.physicalOffset) },
    },
    read: (response) => {
      const [message, ...more] = decodeMessages(response.body);
      if (message === undefined || more.length > 0) throw malformed('its body is not one message');
      return message;
    },
  });
}

function pullFields(pull: PullRequest): Record<string, string> {
  return {
    consumerGroup: pull.consumerGroup,
    topic: pull.topic,
    queueId: String(pull.queueId),
    queueOffset: String(pull.queueOffset),
    maxMsgNums: String(pull.maxMessages),
    sysFlag: FLAG_SUBSCRIPTION,
    commitOffset: '0',
    suspendTimeoutMillis: '0',
    subscription: '*',
    subVersion: '0',
    expressionType: 'TAG',
  };
}
