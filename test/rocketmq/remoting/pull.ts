/** PULL_MESSAGE: how a consumer reads, for what no other request shows. */

import type { CallOptions, RemotingClient } from '../../../src/rocketmq/remoting/client.ts';
import { extInt64, invoke, statusNamed } from '../../../src/rocketmq/remoting/invoke.ts';
import { decodeMessages, type StoredMessage } from '../../../src/rocketmq/remoting/message.ts';
import type { QueueAddress } from '../../../src/rocketmq/remoting/send.ts';
import { RequestCode, ResponseCode } from '../../../src/rocketmq/remoting/wire/codes.ts';

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
