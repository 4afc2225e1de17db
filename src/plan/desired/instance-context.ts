import type { Site } from '../../hosts/site.ts';
import { keyOf, type ResourceKey } from '../../model/resource-address.ts';
import type { Blueprint, Places } from '../../roles/role.ts';
import { Secret } from '../../redaction/secret.ts';
import type { Instance } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import { hasSecret } from '../../rocketmq/configuration/config-file.ts';
import type { PresentResource } from '../../resources/resource.ts';

/** What the resources of one instance are made from. */
export interface InstanceContext {
  readonly topology: Topology;
  readonly instance: Instance;
  readonly site: Site;
  readonly blueprint: Blueprint;
  readonly places: Places;
  /** what is unpacked in its home: the release's resource, or its program's */
  readonly homeKey: ResourceKey;
  /** what the running process is to be told apart by, besides its files: the release's identity, or the program's; '' where nobody knows */
  readonly identity: string;
  /** what else on the host must be so before a process starts */
  readonly hostKeys: readonly ResourceKey[];
  /** the services that must be ready before this one starts */
  readonly after: readonly ResourceKey[];
  /** keys whose values on the host are secrets of an earlier run: not to be shown */
  readonly hidden: readonly string[];
  /** seconds a start may take */
  readonly timeout: number;
}

/** True if the instance is started from a secret: then nobody but the service user reads what it writes. */
export function isPrivate({ blueprint }: Pick<InstanceContext, 'blueprint'>): boolean {
  return blueprint.files.some((input) =>
    'entries' in input ? hasSecret(input) : input.content instanceof Secret,
  );
}

/** <cluster>-<instance>.service */
export function unitName(cluster: string, instance: string): string {
  return `${cluster}-${instance}.service`;
}

/** The key of an instance's service, on whatever host it runs. */
export function serviceKey(cluster: string, { host, name }: Pick<Instance, 'host' | 'name'>): ResourceKey {
  return keyOf({ host, kind: 'service', name: unitName(cluster, name) });
}

/** Where an instance is started from on its host, and where its logs are. */
export function placesOf(site: Site, { name, program }: Pick<Instance, 'name' | 'program'>): Places {
  const logs = `${site.logs}/${name}`;
  const home = program === undefined ? site.home : `${site.programs}-${name}`;
  return { home, logs, console: `${logs}/console.log`, logOffset: `${logs}/.log-offset` };
}

/** The file that says that an instance must be restarted (plan/steps/plan.ts). */
export function restartMark(site: Site, instance: string): string {
  return `${site.state}/restart/${instance}`;
}

/** A resource that should be on a host, from its kind, name and the rest; it needs nothing unless said. */
export function present(
  site: Site,
  kind: string,
  name: string,
  rest: Pick<PresentResource, 'desired'> & Partial<Pick<PresentResource, 'needs' | 'inputs'>>,
): PresentResource {
  return { host: site.host.name, kind, name, intent: 'present', needs: [], inputs: [], ...rest };
}
