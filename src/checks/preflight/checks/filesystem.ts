import type { HostCheck } from '../check.ts';
import type { FoundPlace } from '../../../probes/directories.ts';
import { writtenDirectories } from '../probes.ts';
import { fail, type Judgement, pass, warn } from '../../finding.ts';

/** Memory: gone with the next boot. */
const VOLATILE = /^(tmpfs|ramfs)$/;
/** Over a network, or made by a program: mapped files and the store's lock are not to be relied on. */
const FOREIGN = /^(nfs|cifs|smb|fuse|afs|ceph|gfs|gpfs|lustre|glusterfs|9p|v9fs|vboxsf|prl_fs)/;
/** Without long names, owners or sparse files. */
const POOR = /^(msdos|vfat|exfat|iso9660|squashfs)/;

export const filesystem: HostCheck<readonly FoundPlace[]> = {
  id: 'filesystem',
  asks:
    'on which type of file system each store lies: one in memory is lost at a boot, mapped files and locks over a network are not to be ' +
    'relied on, and FAT cannot hold a store',
  probe: writtenDirectories,
  judge: (_, { found }) => found.filter(({ purpose }) => purpose === 'store').map(judgeStore),
};

function judgeStore({ type, path, mount, instance }: FoundPlace): Judgement {
  const where = `${path} lies on ${type || 'an unknown file system'} (${mount || 'unknown'})`;
  const other = 'use a local file system, ext4 or xfs: `paths.store`, or `store` of a broker';
  if (POOR.test(type)) return fail(`${where}, which cannot hold a store`, other, instance);
  if (VOLATILE.test(type)) return warn(`${where}: messages are gone at the next boot`, other, instance);
  if (FOREIGN.test(type))
    return warn(`${where}: mapped files and the lock of the store are not safe there`, other, instance);
  return pass(where, instance);
}
