import type { HeapSpec } from '../model/heap.ts';

/**
 * How much memory each JVM of a host gets where the inventory does not say.
 *
 * A default depends on the host's memory and on how many brokers share it, and on nothing else: were it to look at
 * the heap that the inventory gives a neighbour, changing one broker's heap would restart the other.
 */
const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** Heaps are whole steps, so that a small change of the rule or of the host is no change of the heap. */
const STEP = 256 * MIB;
/** What a JVM takes beside its heap and direct buffers: metaspace, code cache, thread stacks. */
const OVERHEAD = 256 * MIB;
const SERVER = { least: 256 * MIB, most: GIB } as const;
/** Upstream's own default is 8g; more only lengthens the pauses, for messages live in the page cache. */
const BROKER = { least: 256 * MIB, most: 8 * GIB } as const;

/** The sizes of one JVM in bytes, with nothing left to choose. */
export interface HeapSizes {
  readonly size: number;
  /** only where the inventory gives it: G1 sizes the young generation itself */
  readonly young?: number;
  readonly direct: number;
}

/** What the host carries, as far as memory goes. */
export interface HostLoad {
  /** bytes of main memory, as the host or the inventory says */
  readonly memory: number;
  /** every instance on the host, the one in question included */
  readonly instances: readonly { readonly role: string }[];
}

/**
 * The memory a host was meant to have: the nearest power of two or one and a half times one. A host of 8 GiB says
 * 7.5 to 7.8, a little differently after each kernel update.
 */
export function nominalMemory(memory: number): number {
  const power = 2 ** Math.floor(Math.log2(memory));
  const classes = [power, power * 1.5, power * 2];
  return classes.reduce((best, size) => (Math.abs(size - memory) < Math.abs(best - memory) ? size : best));
}

/**
 * Heap and direct memory of an instance whose inventory gives none.
 *
 * A name server, like a proxy, gets a sixteenth of the memory (256 MiB to 1 GiB). The brokers of a host share a quarter of it evenly,
 * 256 MiB to 8 GiB each: at least half of the memory stays with the page cache, from which RocketMQ serves messages. On a
 * host too small for that every JVM still gets its least size: `hostFootprint` shows it.
 * @param host what the host has and carries
 * @param role whose default is asked for; other roles than namesrv, proxy and broker get 512 MiB in all
 */
export function defaultHeap(host: HostLoad, role: string): HeapSizes {
  const memory = nominalMemory(host.memory);
  const size = sizeOf(role, memory, host);
  return { size, direct: directFor(role, size) };
}

function sizeOf(role: string, memory: number, host: HostLoad): number {
  if (role === 'broker') return brokerHeap(memory, host);
  return role === 'namesrv' || role === 'proxy' ? serverHeap(memory) : STEP;
}

function serverHeap(memory: number): number {
  return clamp(floorStep(memory / 16), SERVER);
}

function brokerHeap(memory: number, { instances }: HostLoad): number {
  const brokers = Math.max(1, instances.filter(({ role }) => role === 'broker').length);
  return clamp(floorStep(memory / 4 / brokers), BROKER);
}

/**
 * The sizes of an instance: what the inventory says, and for the rest the default.
 * @param spec the instance's own heap, or its role's; undefined where the inventory has neither
 */
export function resolveHeap(spec: HeapSpec | undefined, role: string, host: HostLoad): HeapSizes {
  const size = spec?.size ?? defaultHeap(host, role).size;
  const direct = spec?.direct ?? directFor(role, size);
  return spec?.young === undefined ? { size, direct } : { size, young: spec.young, direct };
}

/**
 * The limit of direct buffers that goes with a heap. Network buffers of a broker or a proxy are direct memory; a limit reserves
 * nothing, but one that is met fails sends (OutOfDirectMemoryError). With transientStorePoolEnable the inventory has
 * to give more: the pool alone is five files of 1 GiB.
 */
function directFor(role: string, size: number): number {
  if (role !== 'broker' && role !== 'proxy') return STEP;
  return Math.max(512 * MIB, floorStep(size / 3));
}

/** Bytes that JVMs of these sizes may come to use, for the check that compares them with the host's memory. */
export function hostFootprint(heaps: readonly HeapSizes[]): number {
  return heaps.reduce((sum, heap) => sum + heap.size + heap.direct + OVERHEAD, 0);
}

function floorStep(bytes: number): number {
  return Math.floor(bytes / STEP) * STEP;
}

function clamp(bytes: number, { least, most }: { least: number; most: number }): number {
  return Math.min(most, Math.max(least, bytes));
}
