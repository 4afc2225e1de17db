import { compareVersions } from '../../model/version.ts';

/** A key that guides give and this version does not read: what is rendered instead. */
export interface PropertyCorrection {
  readonly key: string;
  /** the key that is rendered instead; absent: the key is left out */
  readonly renamedTo?: string;
  /** why, for the warning */
  readonly reason: string;
}

interface CorrectionRow extends PropertyCorrection {
  /** first and last version (below) that it holds for */
  readonly from?: string;
  readonly below?: string;
}

/** mapedFileSize* was spelt right in 4.5.2; each version ignores the other's spelling. */
const RESPELT = '4.5.2';

const DERIVED = 'no version reads it, the path follows from the store directory';

/** Keys that RocketMQ spells with a slip of its own, by the spelling that one expects, and the first release that has them. */
const UNSPELT = [
  ['destroyMappedFileIntervalForcibly', 'destroyMapedFileIntervalForcibly', '3.2.6'],
  ['warmMappedFileEnable', 'warmMapedFileEnable', '4.0.0'],
  ['flushLeastPagesWhenWarmMappedFile', 'flushLeastPagesWhenWarmMapedFile', '4.0.0'],
  ['putMsgIndexHighWater', 'putMsgIndexHightWater', '3.2.6'],
] as const;

/** Keys of well-known guides that are not settings, checked against the sources of 3.2.6 to 5.x. */
const ROWS: readonly CorrectionRow[] = [
  {
    key: 'mapedFileSizeCommitLog',
    renamedTo: 'mappedFileSizeCommitLog',
    reason: `since ${RESPELT} it is spelt mappedFileSizeCommitLog, and the old spelling is ignored`,
    from: RESPELT,
  },
  {
    key: 'mapedFileSizeConsumeQueue',
    reason:
      `since ${RESPELT} it is ignored. It is in bytes, and the 300000 of the guides means 15000 entries; ` +
      'a store made with the default of 6000000 would not load with it',
    from: RESPELT,
  },
  {
    key: 'mappedFileSizeCommitLog',
    renamedTo: 'mapedFileSizeCommitLog',
    reason: `before ${RESPELT} it is spelt mapedFileSizeCommitLog, and this spelling is ignored`,
    below: RESPELT,
  },
  {
    key: 'mappedFileSizeConsumeQueue',
    renamedTo: 'mapedFileSizeConsumeQueue',
    reason: `before ${RESPELT} it is spelt mapedFileSizeConsumeQueue, and this spelling is ignored`,
    below: RESPELT,
  },
  ...['storePathConsumeQueue', 'storePathConsumerQueue', 'storePathIndex'].map((key) => ({
    key,
    reason: DERIVED,
  })),
  ...['storeCheckpoint', 'abortFile'].map((key) => ({ key, reason: DERIVED })),
  { key: 'checkTransactionMessageEnable', reason: 'no version reads it' },
  ...UNSPELT.map(([key, renamedTo, from]) => ({
    key,
    renamedTo,
    reason: `RocketMQ spells it ${renamedTo}, and ignores this spelling`,
    from,
  })),
];

/** The correction of a property in a version, if it needs one. */
export function correctionOf(key: string, version: string): PropertyCorrection | undefined {
  return ROWS.find(
    (row) =>
      row.key === key &&
      (row.from === undefined || compareVersions(version, row.from) >= 0) &&
      (row.below === undefined || compareVersions(version, row.below) < 0),
  );
}
