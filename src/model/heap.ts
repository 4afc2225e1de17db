/** The memory that the inventory gives a JVM, in bytes; what is absent follows from the host's memory (rocketmq/heap.ts). */
export interface HeapSpec {
  readonly size?: number;
  readonly young?: number;
  readonly direct?: number;
}

/** How the memory of a role's instances is chosen where the inventory does not say (rocketmq/heap.ts). */
export interface MemoryClass {
  /** shared: with all such instances of the host a quarter of its memory; server: a sixteenth each; least: as little as there is */
  readonly heap: 'shared' | 'server' | 'least';
  /** large: its network buffers are direct memory, a third of the heap; least: as little as there is */
  readonly buffers: 'large' | 'least';
}
