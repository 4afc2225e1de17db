import type { ProgramHome } from '../../resources/program.ts';
import { type ResourceKey, parseId } from '../../model/resource-address.ts';
import type { ProvidedProgram } from '../../model/program.ts';
import { type Instance, instancesOn } from '../../model/instance.ts';
import { placesOf, restartMark } from './instance-context.ts';
import type { Site } from '../../hosts/site.ts';
import { profileScript } from '../../render/scripts.ts';
import { firewallOf } from '../../hosts/firewalls/registry.ts';
import { openingsOn } from '../../hosts/openings.ts';
import type { Block } from '../../resources/block.ts';
import type { FirewallOpenings } from '../../resources/firewall.ts';
import type { ReleaseHome } from '../../resources/release.ts';
import type { Sysctl } from '../../resources/sysctl.ts';
import type { Pull } from '../../resources/release/pull.ts';
import type { PresentResource } from '../../resources/resource.ts';
import { archiveKind } from '../../model/archive.ts';
import { onceFor } from '../../std/once.ts';
import type { Alias, Topology } from '../../model/topology.ts';
import { present } from './instance-context.ts';
import type { Memory } from '../memory/memory.ts';

/** Where login shells look; one cluster of a host has it. */
const PROFILE = '/etc/profile.d/rocketmq.sh';

const hostsFileLines = onceFor((aliases: readonly Alias[]) =>
  aliases.map(({ address, name }) => `${address} ${name}`),
);

/** What belongs to the host itself: the service user, the hosts file, the firewall, the kernel's settings. */
export function hostResources(topology: Topology, site: Site, memory: Memory): PresentResource[] {
  const user = site.makeUser
    ? [present(site, 'user', site.user, { desired: { name: site.user, made: site.made } })]
    : [];
  if (!site.facts.root) return user;
  const { aliases, cluster } = topology;
  const hosts: Block = { path: '/etc/hosts', marker: cluster, lines: hostsFileLines(aliases) };
  const sysctl: Sysctl = { cluster, made: site.made };
  return [
    ...user,
    ...(hosts.lines.length === 0 ? [] : [present(site, 'block', '/etc/hosts', { desired: hosts })]),
    ...firewallResource(topology, site, memory),
    ...(topology.tuning === 'kernel' ? [present(site, 'sysctl', 'kernel', { desired: sysctl })] : []),
  ];
}

/** The host's firewall; with `firewall: off` only as long as an earlier run may have left something to be undone. */
function firewallResource(topology: Topology, site: Site, { own, others }: Memory): PresentResource[] {
  const known = (own?.resources ?? []).filter(({ kind }) => kind === 'firewall');
  if (topology.firewall === 'off' && known.length === 0) return [];
  const earlier = known.map((each) => parseId(each.id).name);
  const { id } = firewallOf(site.facts, earlier);
  const desired: FirewallOpenings = {
    firewall: id,
    mode: topology.firewall === 'auto' ? 'open' : topology.firewall,
    address: site.host.address,
    cluster: topology.cluster,
    openings: topology.firewall === 'auto' ? openingsOn(topology, site.host) : [],
    made: site.made,
    keepDisabled: others.some((other) => other.topology?.firewall === 'disable'),
  };
  return [present(site, 'firewall', id, { desired })];
}

/** The release in its home; every instance of the host is started from it. @param identity see ReleaseHome */
export function releaseResource(
  topology: Topology,
  site: Site,
  identity: string | undefined,
  needs: readonly ResourceKey[],
): PresentResource {
  const marks = instancesOn(topology, site.host.name).map(({ name }) => restartMark(site, name));
  const desired: ReleaseHome = {
    home: site.home,
    version: topology.version,
    identity,
    pull: pullOf(topology),
    owner: site.owner,
    made: site.made,
  };
  return { ...present(site, 'release', site.home, { desired, needs }), marks };
}

/** The URL that each host downloads itself, where the inventory says so. */
function pullOf({ distribution }: Topology): Pull | undefined {
  if (distribution.from !== 'archive' || distribution.via !== 'pull') return undefined;
  const { archive, sha512 } = distribution;
  const kind = archiveKind(archive);
  if (sha512 === undefined || kind === undefined) throw new Error('a rule lets no such archive be pulled');
  return { url: archive, sha512, kind };
}

/** /etc/profile.d/rocketmq.sh; left to another cluster that has it already. */
export function profileResources(topology: Topology, site: Site, { others }: Memory): PresentResource[] {
  const taken = others.some(({ claims }) => claims.paths.includes(PROFILE));
  if (!topology.profile || !site.facts.root || taken) return [];
  const content = profileScript({ javaHome: site.java.home, home: site.home });
  const desired = { path: PROFILE, content, mode: '644', owner: 'root:root' };
  return [present(site, 'file', PROFILE, { desired })];
}

/**
 * The program of an instance in its home; undefined where it runs the release.
 * @throws Error where the program was not put together before: a bug
 */
export function programResource(
  site: Site,
  instance: Instance,
  provided: ProvidedProgram | undefined,
  needs: readonly ResourceKey[],
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
    ...present(site, 'program', home, { desired, needs }),
    instance: instance.name,
    marks: [restartMark(site, instance.name)],
  };
}
