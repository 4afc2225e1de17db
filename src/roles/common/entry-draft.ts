import type { InstanceDraft, PortRequest } from '../../inventory/instance-draft.ts';
import type { Path } from '../../inventory/path.ts';
import { heapSpec } from '../../rocketmq/heap.ts';

/** The keys that place an instance and size it, in the sections of every role. */
interface InstanceEntry {
  readonly host: string;
  readonly address?: string;
  readonly port?: number;
  readonly heap?: Parameters<typeof heapSpec>[0];
  readonly jvm?: readonly string[];
}

/** The draft of an instance by its entry in the inventory: the name of a host, or a mapping. */
export function entryDraft(
  entry: string | InstanceEntry,
  at: Path,
  ports: Omit<PortRequest, 'given'>,
): Omit<InstanceDraft, 'name'> {
  const isShort = typeof entry === 'string';
  const { host, address, port, heap, jvm }: InstanceEntry = isShort ? { host: entry } : entry;
  return {
    host,
    hostAt: isShort ? at : [...at, 'host'],
    at,
    address,
    ports: { ...ports, given: port },
    heap: heap === undefined ? undefined : heapSpec(heap),
    jvm,
  };
}
