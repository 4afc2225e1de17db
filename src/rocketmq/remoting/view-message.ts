import type { CallOptions, RemotingClient } from './client.ts';
import { RequestCode } from './wire/codes.ts';
import { malformed } from './faults.ts';
import { invoke } from './invoke.ts';
import { decodeMessages, type StoredMessage } from './message.ts';

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
