/** The request that sends a message. */

import { RequestCode, ResponseCode } from './wire/codes.ts';
import { extField, extInt64, invokingWith, statusNamed } from './invoke.ts';
import { encodeProperties } from './message.ts';

interface OutgoingMessage extends QueueAddress {
  readonly producerGroup: string;
  readonly body: Buffer;
  /** ms since 1970 */
  readonly bornTimestamp: number;
  readonly properties?: Readonly<Record<string, string>>;
}

/** In every status but "stored" the message is on the master's log, but not as safe as was asked for. */
export type SendStatus = 'stored' | 'flush-disk-timeout' | 'slave-not-available' | 'flush-slave-timeout';

interface SendResult {
  readonly status: SendStatus;
  /** read it with `offsetInMessageId` */
  readonly messageId: string;
  readonly queueId: number;
  readonly queueOffset: bigint;
}

const SEND_STATUS: ReadonlyMap<number, SendStatus> = new Map([
  [ResponseCode.SUCCESS, 'stored'],
  [ResponseCode.FLUSH_DISK_TIMEOUT, 'flush-disk-timeout'],
  [ResponseCode.SLAVE_NOT_AVAILABLE, 'slave-not-available'],
  [ResponseCode.FLUSH_SLAVE_TIMEOUT, 'flush-slave-timeout'],
]);

/** Sends one message to a queue of a broker (SEND_MESSAGE_V2). */
export const sendMessage = invokingWith(
  (message: OutgoingMessage) => ({
    code: RequestCode.SEND_MESSAGE_V2,
    extFields: sendFields(message),
    body: message.body,
  }),
  {
    accept: [...SEND_STATUS.keys()],
    read: (response): SendResult => ({
      status: statusNamed(SEND_STATUS, response),
      messageId: extField(response, 'msgId'),
      queueId: Number(extInt64(response, 'queueId')),
      queueOffset: extInt64(response, 'queueOffset'),
    }),
  },
);

/** The short names of SendMessageRequestHeaderV2. */
function sendFields(message: OutgoingMessage): Record<string, string> {
  return {
    a: message.producerGroup,
    b: message.topic,
    c: 'TBW102', // the topic whose settings a topic made on the fly would take
    d: '4', // and its queues
    e: String(message.queueId),
    f: '0', // system flag
    g: String(message.bornTimestamp),
    h: '0', // flag of the application
    i: encodeProperties(message.properties ?? {}),
    j: '0', // times consumed again
    k: 'false', // unit mode
    m: 'false', // batch; unknown to 3.2.6, which ignores it
  };
}

/** A queue on the broker that is asked. */
export interface QueueAddress {
  readonly topic: string;
  readonly queueId: number;
}

/** The offset the next message of a queue will get (GET_MAX_OFFSET). */
export const maxOffset = invokingWith(
  ({ topic, queueId }: QueueAddress) => ({
    code: RequestCode.GET_MAX_OFFSET,
    extFields: { topic, queueId: String(queueId) },
  }),
  { read: (response) => extInt64(response, 'offset') },
);
