/** Where a thing is and what it is there: the file /etc/hosts of n1. */
export interface ResourceAddress {
  /** name of the host */
  readonly host: string;
  /** "file" (resources/registry.ts); without a colon */
  readonly kind: string;
  /** what its kind calls it: "/etc/hosts" */
  readonly name: string;
}

/** An address as the key of a map: "n1 file:/etc/hosts". Made by keyOf and never taken apart. */
export type ResourceKey = string;

/** The key of an address, which is its name for people as well. */
export function keyOf({ host, kind, name }: ResourceAddress): ResourceKey {
  return `${host} ${kind}:${name}`;
}

/** An address on its host, as manifests, events and reviewed plans have it: "file:/etc/hosts". */
export function idOf({ kind, name }: Pick<ResourceAddress, 'kind' | 'name'>): string {
  return `${kind}:${name}`;
}

/** The parts of what idOf wrote; another text is a kind without a name. */
export function parseId(id: string): Pick<ResourceAddress, 'kind' | 'name'> {
  const [kind = ''] = id.split(':', 1);
  return { kind, name: id.slice(kind.length + 1) };
}
