/** Open files that a broker may come to need: each connection and each file of the store takes one. */
export const OPEN_FILES = 65_535;

/** A setting of the kernel that brokers profit from. */
export interface KernelSetting {
  /** its path below /proc/sys */
  readonly name: string;
  readonly value: number;
  /** a kernel that goes further already is left as it is */
  readonly bound: 'exactly' | 'at least' | 'at most';
  /** for the file on the host */
  readonly why: string;
}

/**
 * The settings of upstream's bin/os.sh that do good on every host. Left out: its dirty_* values, which let a power cut lose an
 * hour of what ASYNC_FLUSH has acknowledged; the disk scheduler, which newer kernels choose well; dropping the page cache; and
 * zone_reclaim_mode and page-cluster, which it sets to the kernel's own defaults.
 */
export const KERNEL_SETTINGS: readonly KernelSetting[] = [
  {
    name: 'vm/max_map_count',
    value: 655360,
    bound: 'at least',
    why: 'each file of a commit log, consume queue and index is a mapping',
  },
  {
    name: 'vm/overcommit_memory',
    value: 1,
    bound: 'exactly',
    why: 'a JVM reserves more than it uses, and mapped files are not counted as memory',
  },
  {
    name: 'vm/swappiness',
    value: 1,
    bound: 'at most',
    why: 'a swapped-out heap stops a broker for seconds',
  },
];

/** True if a kernel's value already is what is wanted, or goes further. */
export function isTuned({ value, bound }: KernelSetting, found: number): boolean {
  if (bound === 'at least') return found >= value;
  return bound === 'at most' ? found <= value : found === value;
}
