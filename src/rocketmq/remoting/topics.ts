/** Requests that make and remove topics. */

import type { CallOptions, RemotingClient } from './client.ts';
import { RequestCode } from './wire/codes.ts';
import { invoke } from './invoke.ts';

export interface TopicSettings {
  readonly topic: string;
  readonly readQueues: number;
  readonly writeQueues: number;
  /** 4 readable, 2 writable, 6 both; default 6 */
  readonly perm?: number;
  /** whether the route lists brokers in a fixed order; default false */
  readonly order?: boolean;
}

/**
 * Makes a topic on one broker, or changes it (UPDATE_AND_CREATE_TOPIC). The broker tells the name servers. Ask masters only:
 * a slave takes its topics from its master.
 */
export function createTopic(
  client: RemotingClient,
  settings: TopicSettings,
  options: CallOptions = {},
): Promise<void> {
  return invoke(client, {
    ...options,
    request: {
      code: RequestCode.UPDATE_AND_CREATE_TOPIC,
      extFields: {
        topic: settings.topic,
        defaultTopic: 'TBW102',
        readQueueNums: String(settings.readQueues),
        writeQueueNums: String(settings.writeQueues),
        perm: String(settings.perm ?? 6),
        topicFilterType: 'SINGLE_TAG',
        topicSysFlag: '0',
        order: String(settings.order ?? false),
      },
    },
    read: () => undefined,
  });
}

/** Removes a topic from one broker (DELETE_TOPIC_IN_BROKER); no error if it is not there. */
export function deleteTopicInBroker(
  client: RemotingClient,
  topic: string,
  options: CallOptions = {},
): Promise<void> {
  return deleteTopic(client, { code: RequestCode.DELETE_TOPIC_IN_BROKER, topic }, options);
}

/** Removes a topic's route from one name server (DELETE_TOPIC_IN_NAMESRV); do the brokers first, they register it again. */
export function deleteTopicInNameServer(
  client: RemotingClient,
  topic: string,
  options: CallOptions = {},
): Promise<void> {
  return deleteTopic(client, { code: RequestCode.DELETE_TOPIC_IN_NAMESRV, topic }, options);
}

function deleteTopic(
  client: RemotingClient,
  { code, topic }: { code: number; topic: string },
  options: CallOptions,
): Promise<void> {
  return invoke(client, { ...options, request: { code, extFields: { topic } }, read: () => undefined });
}
