import { reveal } from '../../../redaction/secret.ts';
import { groupBy } from '../../../std/group-by.ts';
import { roughly } from '../../../std/size.ts';
import type { HostCheck, PlannedHost } from '../check.ts';
import type { FoundPlace } from '../../../probes/directories.ts';
import { writtenDirectories } from '../probes.ts';
import { fail, type Judgement, pass, warn } from '../../finding.ts';

/** Bytes of an unpacked release and its archive, with room to spare. */
const HOME_BYTES = 2 ** 28;
/** Logs are rolled; those of a busy broker come to some GiB. */
const LOG_BYTES = 2 ** 30;
/** MessageStoreConfig's default for a file of the commit log. */
const COMMIT_LOG_BYTES = 2 ** 30;
/** Of the file system of a store: brokers refuse messages above (DefaultMessageStore, diskSpaceWarningLevelRatio). */
const REFUSING = 0.9;
/** Brokers delete old messages above, at any hour (MessageStoreConfig.diskMaxUsedSpaceRatio). */
const DELETING = 0.75;

export const roomOnDisks: HostCheck<readonly FoundPlace[]> = {
  id: 'disk',
  asks:
    'whether home, store, logs and state can be written to, and their file systems have room: for the release, for a first file of each ' +
    'commit log, and less than 75 % used under a store (brokers delete old messages from there on, and refuse new ones at 90 %)',
  probe: writtenDirectories,
  judge(subject, { found: places }) {
    const unwritable = places.filter(({ writable }) => writable !== 'yes').map(refusal);
    const mounts = groupBy(places, ({ mount, path }) => (mount === '' ? path : mount));
    return [...unwritable, ...[...mounts.values()].map((onMount) => judgeMount(subject, onMount))];
  },
};

function refusal({ path, there, writable, instance }: FoundPlace): Judgement {
  const other = 'move it away, or name another path in `paths`';
  if (writable === 'file')
    return fail(`${there} is not a directory, so ${path} cannot be made`, other, instance);
  return fail(
    `${path} cannot be written: ${there} is read-only, or another user's`,
    'mount it read-write, log in as root or by sudo (ssh.become), or name another path in `paths`',
    instance,
  );
}

/** Judges one file system: all that lies on it needs room there. */
function judgeMount(subject: PlannedHost, places: readonly FoundPlace[]): Judgement {
  const { mount, used, available, path } = places[0]!;
  const names = [...new Set(places.map((place) => place.path))].join(', ');
  if (mount === '')
    return warn(`df did not answer for ${path}`, 'look at the file system there: a network one may hang');
  const stores = places.filter(({ purpose }) => purpose === 'store');
  const ratio = used / Math.max(used + available, 1);
  const state = `${roughly(available)} free on ${mount} (${Math.round(ratio * 100)} % used), for ${names}`;
  const needed = places.reduce((sum, place) => sum + needs(subject, place), 0);
  const room = 'make room there, or name a path on a larger disk in `paths` (or `store` of a broker)';
  if (available < needed) return fail(`${state}: ${roughly(needed)} are needed`, room);
  if (stores.length > 0 && ratio >= REFUSING)
    return fail(`${state}: brokers refuse messages from 90 % on`, room);
  if (stores.length > 0 && ratio >= DELETING)
    return warn(`${state}: brokers delete old messages from 75 % on, whatever fileReservedTime says`, room);
  if (places.some(({ purpose }) => purpose === 'logs') && available - needed < LOG_BYTES)
    return warn(`${state}: little for logs`, room);
  return pass(state);
}

/** Bytes that a deployment to what is there now writes soon: nothing where it lies already. */
function needs({ topology, release }: PlannedHost, { purpose, path, there, instance }: FoundPlace): number {
  if (path === there) return 0;
  if (purpose === 'home') return HOME_BYTES;
  if (purpose !== 'store') return 0;
  const owner = topology.instances.find(({ name }) => name === instance);
  const size = Number(reveal(owner?.properties[release.mappedFileSizeKey]?.value ?? ''));
  return size > 0 ? size : COMMIT_LOG_BYTES;
}
