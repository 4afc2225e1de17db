import type { Site } from '../../hosts/site.ts';
import type { ProgramHome } from '../../resources/program.ts';
import type { ResourceKey } from '../../model/resource-address.ts';
import type { PresentResource } from '../../resources/resource.ts';
import type { ProvidedProgram } from '../../model/program.ts';
import type { Instance } from '../../model/instance.ts';
import { placesOf, restartMark } from './instance-context.ts';
import { present } from './resource.ts';

/**
 * The program of an instance in its home; undefined where it runs the release.
 * @throws Error where the program was not put together before: a bug
 */
export function programResource(
  site: Site,
  instance: Instance,
  {
    provided,
    needs,
  }: { readonly provided: ProvidedProgram | undefined; readonly needs: readonly ResourceKey[] },
): PresentResource | undefined {
  if (instance.program === undefined) return undefined;
  if (provided === undefined) throw new Error(`nobody has put together the program of ${instance.name}`);
  const { sha256, path, bytes } = provided;
  const { home } = placesOf(site, instance);
  const desired: ProgramHome = {
    home,
    made: site.made,
    name: instance.name,
    sha256,
    owner: site.owner,
    source: { title: instance.program.title, path, bytes },
  };
  return {
    ...present(site, 'program', home, { desired, needs, inputs: [] }),
    instance: instance.name,
    marks: [restartMark(site, instance.name)],
  };
}
