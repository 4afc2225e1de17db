import { type HeapSpec, type MemoryClass, type Instance, instancesOn } from '../model/instance.ts';
import type { Topology } from '../model/topology.ts';
import { ALONE } from '../model/wiring.ts';
import { bytesOf } from '../std/size.ts';

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

/** A heap as the inventory has it. */
type WrittenHeap = string | { readonly [part in keyof HeapSpec]?: string | undefined };

/** A heap of the inventory, short ("4g") or long, in bytes. */
export function heapSpec(heap: WrittenHeap): HeapSpec {
  if (typeof heap === 'string') return { size: bytesOf(heap) };
  return Object.fromEntries(
    Object.entries(heap).flatMap(([key, size]) => (size === undefined ? [] : [[key, bytesOf(size)]])),
  );
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
 * The sizes of an instance: what the inventory says of it or of its role, and for the rest a default.
 *
 * A server such as a name server or a proxy gets a sixteenth of the memory (256 MiB to 1 GiB). The brokers of a host share a quarter of
 * it evenly, 256 MiB to 8 GiB each: at least half of the memory stays with the page cache, from which RocketMQ serves messages.
 * On a host too small for that every JVM still gets its least size.
 * @param instance without `heap`: the sizes of its role on that host
 * @param memory of the host, in bytes
 */
export function heapOf(
  topology: Pick<Topology, 'instances' | 'heap' | 'wiring'>,
  instance: Pick<Instance, 'role' | 'host' | 'heap'>,
  memory: number,
): HeapSizes {
  const { heap, buffers } = memoryClass(topology, instance.role);
  const spec = instance.heap ?? topology.heap[instance.role];
  const size = spec?.size ?? DEFAULTS[heap](nominalMemory(memory), () => sharing(topology, instance.host));
  const direct = spec?.direct ?? directFor(buffers, size);
  return spec?.young === undefined ? { size, direct } : { size, young: spec.young, direct };
}

function memoryClass({ wiring }: Pick<Topology, 'wiring'>, role: string): MemoryClass {
  return (wiring[role] ?? ALONE).memory;
}

/** How many instances of a host share its quarter. */
function sharing(topology: Pick<Topology, 'instances' | 'wiring'>, host: string): number {
  return instancesOn(topology, host).filter(({ role }) => memoryClass(topology, role).heap === 'shared')
    .length;
}

const DEFAULTS: Readonly<Record<MemoryClass['heap'], (memory: number, sharers: () => number) => number>> = {
  shared: (memory, sharers) => clamp(floorStep(memory / 4 / Math.max(1, sharers())), BROKER),
  server: (memory) => clamp(floorStep(memory / 16), SERVER),
  least: () => STEP,
};

/**
 * The limit of direct buffers that goes with a heap. Network buffers of a broker or a proxy are direct memory; a limit reserves
 * nothing, but one that is met fails sends (OutOfDirectMemoryError). With transientStorePoolEnable the inventory has
 * to give more: the pool alone is five files of 1 GiB.
 */
function directFor(buffers: MemoryClass['buffers'], size: number): number {
  return buffers === 'least' ? STEP : Math.max(512 * MIB, floorStep(size / 3));
}

function floorStep(bytes: number): number {
  return Math.floor(bytes / STEP) * STEP;
}

function clamp(bytes: number, { least, most }: { least: number; most: number }): number {
  return Math.min(most, Math.max(least, bytes));
}

/** The options that follow from an instance's sizes alone: what an instance overrides when its heap differs. */
export function heapOptions(heap: HeapSizes): string[] {
  return [
    `-Xms${jvmSize(heap.size)}`,
    `-Xmx${jvmSize(heap.size)}`,
    ...(heap.young === undefined ? [] : [`-Xmn${jvmSize(heap.young)}`]),
    `-XX:MaxDirectMemorySize=${jvmSize(heap.direct)}`,
    // Small regions make messages of a megabyte "humongous"; large ones leave a small heap too few of them.
    ...(heap.size >= 4 * GIB ? ['-XX:G1HeapRegionSize=16m'] : []),
    // Touching pages up front avoids stalls later, and is a slow start and wasted memory on small hosts.
    heap.size >= 4 * GIB ? '-XX:+AlwaysPreTouch' : '-XX:-AlwaysPreTouch',
  ];
}

/** Bytes as HotSpot writes them, in the largest unit that divides them: 1073741824 is "1g", 805306368 "768m". */
export function jvmSize(bytes: number): string {
  if (bytes % GIB === 0) return `${bytes / GIB}g`;
  if (bytes % MIB === 0) return `${bytes / MIB}m`;
  return bytes % 1024 === 0 ? `${bytes / 1024}k` : String(bytes);
}

/** The most memory of its host that an instance uses. */
interface MemoryDemand {
  readonly instance: string;
  readonly role: string;
  /** heap and direct memory */
  readonly bytes: number;
  /** true if the inventory gives its sizes or its role's */
  readonly given: boolean;
}

/** The most memory that each instance of a host uses. @param memory of the host, in bytes */
export function memoryDemands(topology: Topology, host: string, memory: number): MemoryDemand[] {
  return instancesOn(topology, host).map((instance) => {
    const { size, direct } = heapOf(topology, instance, memory);
    const given = (instance.heap ?? topology.heap[instance.role]) !== undefined;
    return { instance: instance.name, role: instance.role, bytes: size + direct, given };
  });
}
