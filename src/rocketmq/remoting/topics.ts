/** Requests that make and remove topics. */

import { RequestCode } from './wire/codes.ts';
import { invokingWith } from './invoke.ts';

interface TopicSettings {
  readonly topic: string;
  readonly readQueues: number;
  readonly writeQueues: number;
}

/**
 * Makes a topic on one broker, or changes it (UPDATE_AND_CREATE_TOPIC). The broker registers it with the name servers. For masters
 * only: a slave takes its topics from its master.
 */
export const createTopic = invokingWith(
  ({ topic, readQueues, writeQueues }: TopicSettings) => ({
    code: RequestCode.UPDATE_AND_CREATE_TOPIC,
    extFields: {
      topic,
      defaultTopic: 'TBW102',
      readQueueNums: String(readQueues),
      writeQueueNums: String(writeQueues),
      perm: '6', // readable and writable
      topicFilterType: 'SINGLE_TAG',
      topicSysFlag: '0',
      order: 'false',
    },
  }),
  { read: () => undefined },
);

/** Removes a topic from one broker (DELETE_TOPIC_IN_BROKER); no error if it is not there. */
export const deleteTopicInBroker = deletingTopic(RequestCode.DELETE_TOPIC_IN_BROKER);

/** Removes a topic's route from one name server (DELETE_TOPIC_IN_NAMESRV); do the brokers first, they register it again. */
export const deleteTopicInNameServer = deletingTopic(RequestCode.DELETE_TOPIC_IN_NAMESRV);

function deletingTopic(code: number) {
  return invokingWith((topic: string) => ({ code, extFields: { topic } }), { read: () => undefined });
}
