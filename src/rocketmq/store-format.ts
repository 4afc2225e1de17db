import { reveal } from '../redaction/secret.ts';
import type { Properties } from '../model/property.ts';
import type { Release } from './releases.ts';

/** The size that a broker demands of the files of a kind in its store, and the property that sets it. */
interface FileSize {
  readonly key: string;
  readonly bytes: number;
}

export interface StoreFormat {
  readonly commitLog: FileSize;
  readonly consumeQueue: FileSize;
}

/** An entry of a consume queue (ConsumeQueue.CQ_STORE_UNIT_SIZE); files hold whole ones. */
const UNIT = 20;
/** MessageStoreConfig, the same in every release. */
const DEFAULTS = { commitLog: 2 ** 30, consumeQueue: 300_000 * UNIT } as const;

/**
 * The sizes that a broker will hold its store's files against when it loads them. A file of another size is not loaded, and the
 * broker ends with -3 and not a word on its output (MappedFileQueue.load; issue 1560).
 * @param properties of the broker, as they are rendered
 */
export function storeFormat(
  { mappedFileSizeKey }: Pick<Release, 'mappedFileSizeKey'>,
  properties: Properties,
): StoreFormat {
  const consumeQueueKey = mappedFileSizeKey.replace('CommitLog', 'ConsumeQueue');
  const given = (key: string, otherwise: number): number =>
    Number(reveal(properties[key]?.value ?? String(otherwise)));
  return {
    commitLog: { key: mappedFileSizeKey, bytes: given(mappedFileSizeKey, DEFAULTS.commitLog) },
    consumeQueue: {
      key: consumeQueueKey,
      bytes: Math.ceil(given(consumeQueueKey, DEFAULTS.consumeQueue) / UNIT) * UNIT,
    },
  };
}
