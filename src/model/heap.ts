/** The memory that the inventory gives a JVM, in bytes; what is absent follows from the host's memory (rocketmq/heap.ts). */
export interface HeapSpec {
  readonly size?: number;
  readonly young?: number;
  readonly direct?: number;
}
