import type { Site } from '../../hosts/site.ts';
import type { Resource } from '../../resources/resource.ts';

/** A resource of a host from its kind, name and the rest. */
export function make(
  site: Site,
  kind: string,
  name: string,
  rest: Pick<Resource, 'desired' | 'needs' | 'inputs'>,
): Resource {
  return { host: site.host.name, kind, name, ...rest };
}
