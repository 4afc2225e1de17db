import type { Site } from '../../hosts/site.ts';
import { resourceKey, type Resource } from '../../resources/resource.ts';

/** A resource of a host from its kind, name and the rest. */
export function make(
  site: Site,
  kind: string,
  name: string,
  rest: Pick<Resource, 'desired' | 'needs' | 'inputs'>,
): Resource {
  const id = `${kind}:${name}`;
  return { key: resourceKey(site.host.name, id), host: site.host.name, id, kind, ...rest };
}
