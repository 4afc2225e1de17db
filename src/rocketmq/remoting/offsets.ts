/** The offsets of a queue. */

import type { CallOptions, RemotingClient } from './client.ts';
import { RequestCode } from './wire/codes.ts';
import { extInt64, invoke } from './invoke.ts';

/** A queue on the broker that is asked. */
export interface QueueAddress {
  readonly topic: string;
  readonly queueId: number;
}

/** The offset the next message of a queue will get. */
export function maxOffset(
  client: RemotingClient,
  queue: QueueAddress,
  options: CallOptions = {},
): Promise<bigint> {
  return queueOffset(client, { ...queue, code: RequestCode.GET_MAX_OFFSET }, options);
}

/** The offset of the oldest message of a queue that is still there. */
export function minOffset(
  client: RemotingClient,
  queue: QueueAddress,
  options: CallOptions = {},
): Promise<bigint> {
  return queueOffset(client, { ...queue, code: RequestCode.GET_MIN_OFFSET }, options);
}

function queueOffset(
  client: RemotingClient,
  { code, topic, queueId }: QueueAddress & { readonly code: number },
  options: CallOptions,
): Promise<bigint> {
  return invoke(client, {
    ...options,
    request: { code, extFields: { topic, queueId: String(queueId) } },
    read: (response) => extInt64(response, 'offset'),
  });
}
