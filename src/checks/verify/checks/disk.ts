import { diskSpace, type DiskSpace } from '../../../probes/disk-space.ts';
import { valueIn } from '../../../rocketmq/configuration/config-file.ts';
import type { Judgement } from '../../finding.ts';
import { type Check, judgeMembers, type Reading, type Seen } from '../check.ts';
import { runningConfig, runningValue } from '../questions.ts';
import { askedBrokers, type Member } from '../context.ts';

/** Per cent of a file system at which a broker refuses messages, and at which it deletes its oldest ones whatever the hour. */
const REFUSES = 90;
const DELETES_AT_ONCE = 85;
/** Where it deletes what has expired whatever the hour, and the property that says so. */
const DELETES_EARLY = 75;
const RATIO = 'diskMaxUsedSpaceRatio';

const reading: Reading<DiskSpace | 'absent'> = {
  id: 'disk',
  on: 'member',
  probe: (member) => {
    const store = property(member, 'storePathRootDir');
    return store === undefined ? undefined : diskSpace(store);
  },
};

function property({ config }: Member, key: string): string | undefined {
  return config && valueIn(config, key);
}

/** RocketMQ's thresholds are per file system, whatever fills it. */
export const disk: Check = {
  id: 'disk',
  title: 'room on the disks',
  asks: "Is there room left on the file system of the broker's store?",
  on: 'each broker',
  severity: 'fail',
  hint: 'free space there, lower fileReservedTime, or give the store a disk of its own (store, paths.store)',
  readings: [reading],
  questions: [runningConfig],
  judge: (context, seen) =>
    judgeMembers(
      askedBrokers(context),
      ({ instance }) => seen.found(reading, instance.name),
      (space, member) => judge(member, space, seen),
    ),
};

function judge(member: Member, space: DiskSpace | 'absent', seen: Seen): Judgement {
  const store = property(member, 'storePathRootDir') ?? '';
  if (space === 'absent')
    return { status: 'fail', detail: `${store} is not there`, hint: 'rmqctl deploy makes it' };
  const { mount, available, usedPercent: used } = space;
  const detail = `${mount} is ${used} % full, ${gigabytes(available)} left for ${store}`;
  const early = Number(runningValue(seen, member, RATIO) ?? property(member, RATIO) ?? DELETES_EARLY);
  const values = { usedPercent: used, availableBytes: available };
  if (used >= REFUSES)
    return { status: 'fail', detail: `${detail}: at ${REFUSES} % the broker refuses messages`, values };
  const deletes =
    used >= DELETES_AT_ONCE
      ? `: from ${DELETES_AT_ONCE} % on the broker deletes its oldest messages, expired or not`
      : `: from ${early} % on the broker deletes expired messages at any hour`;
  const isLow = used >= DELETES_AT_ONCE || used >= early;
  return { status: isLow ? 'warn' : 'pass', detail: `${detail}${isLow ? deletes : ''}`, values };
}

function gigabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.floor(bytes / 1e6)} MB`;
}
