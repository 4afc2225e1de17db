import { expect, it } from 'vitest';
import { releaseOf } from '../../src/rocketmq/releases.ts';
import { storeFormat } from '../../src/rocketmq/store-format.ts';
import { propertiesOf } from '../sample/properties.ts';

it.each<[string, Record<string, string>, string, readonly [number, number]]>([
  ['4.9.4', {}, 'mappedFileSizeCommitLog', [2 ** 30, 6_000_000]],
  ['4.5.1', {}, 'mapedFileSizeCommitLog', [2 ** 30, 6_000_000]],
  ['4.5.1', { mapedFileSizeConsumeQueue: '300000' }, 'mapedFileSizeCommitLog', [2 ** 30, 300_000]],
  ['4.9.4', { mappedFileSizeCommitLog: '1048576' }, 'mappedFileSizeCommitLog', [2 ** 20, 6_000_000]],
  ['5.5.0', { mappedFileSizeConsumeQueue: '30' }, 'mappedFileSizeCommitLog', [2 ** 30, 40]],
])('%s with %j', (version, properties, key, [commitLog, consumeQueue]) => {
  expect(storeFormat(releaseOf(version), propertiesOf(properties))).toEqual({
    commitLog: { key, bytes: commitLog },
    consumeQueue: { key: key.replace('CommitLog', 'ConsumeQueue'), bytes: consumeQueue },
  });
});
