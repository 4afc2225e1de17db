import type { Site } from '../../hosts/site.ts';
import type { PresentResource } from '../../resources/resource.ts';

/** A resource that should be on a host, from its kind, name and the rest; it needs nothing unless said. */
export function present(
  site: Site,
  kind: string,
  name: string,
  rest: Pick<PresentResource, 'desired'> & Partial<Pick<PresentResource, 'needs' | 'inputs'>>,
): PresentResource {
  return { host: site.host.name, kind, name, intent: 'present', needs: [], inputs: [], ...rest };
}
