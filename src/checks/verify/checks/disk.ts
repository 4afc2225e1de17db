import { diskSpace, type DiskSpace } from '../../../probes/disk-space.ts';
import { valueIn } from '../../../rocketmq/configuration/config-file.ts';
import type { Check, Reading } from '../check.ts';
import { askedBrokers, locationOf, type Member } from '../context.ts';
import type { Judgement } from '../../finding.ts';

/** Per cent of a file system at which a broker refuses messages, and at which it deletes its oldest ones whatever the hour. */
const REFUSES = 90;
const DELETES_AT_ONCE = 85;
/** diskMaxUsedSpaceRatio: where it deletes what has expired whatever the hour, unless the inventory says otherwise. */
const DELETES_EARLY = 75;

const reading: Reading<DiskSpace | 'absent'> = {
  id: 'disk',
  on: 'member',
  probe: (member) => {
    const store = storeOf(member);
    return store === undefined ? undefined : diskSpace(store);
  },
};

function storeOf({ config }: Member): string | undefined {
  return config && valueIn(config, 'storePathRootDir');
}

/** How full the file system of each store is; RocketMQ's thresholds are per file system, whoever fills it. */
export const disk: Check = {
  id: 'disk',
  title: 'room on the disks',
  asks: "Is there room left on the file system of the broker's store?",
  on: 'each broker',
  severity: 'fail',
  hint: 'free space there, lower fileReservedTime, or give the store a disk of its own (store, paths.store)',
  readings: [reading],
  judge: (context, seen) =>
    askedBrokers(context).flatMap((member) => {
      const space = seen.found(reading, member.instance.name);
      return space === undefined ? [] : [finding(member, space)];
    }),
};

function finding(member: Member, space: DiskSpace | 'absent'): Judgement {
  const place = locationOf(member);
  const store = storeOf(member) ?? '';
  if (space === 'absent') {
    return { ...place, status: 'fail', detail: `${store} is not there`, hint: 'rmqctl deploy makes it' };
  }
  const { mount, available, usedPercent: used } = space;
  const detail = `${mount} is ${used} % full, ${gigabytes(available)} left for ${store}`;
  const early = Number((member.config && valueIn(member.config, 'diskMaxUsedSpaceRatio')) ?? DELETES_EARLY);
  const values = { usedPercent: used, availableBytes: available };
  if (used >= REFUSES) {
    const wrong = `${detail}: at ${REFUSES} % the broker refuses messages`;
    return { ...place, status: 'fail', detail: wrong, values };
  }
  if (used >= DELETES_AT_ONCE) {
    const wrong = `${detail}: from ${DELETES_AT_ONCE} % on the broker deletes its oldest messages, expired or not`;
    return { ...place, status: 'warn', detail: wrong, values };
  }
  if (used >= early) {
    const wrong = `${detail}: from ${early} % on the broker deletes expired messages at any hour`;
    return { ...place, status: 'warn', detail: wrong, values };
  }
  return { ...place, status: 'pass', detail, values };
}

function gigabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.floor(bytes / 1e6)} MB`;
}
