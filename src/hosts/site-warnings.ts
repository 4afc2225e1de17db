import type { Release } from '../rocketmq/releases.ts';
import { memoryDemands } from '../rocketmq/heap.ts';
import type { Topology } from '../model/topology.ts';
import type { Site } from './site.ts';
import { raisingLimits, supervisorNamed } from './supervisors/registry.ts';
import { OPEN_FILES } from './tuning.ts';

/** A way in which a host that can be used is not as one would expect. */
type SiteWarning = Readonly<Record<'code' | 'message' | 'hint', string>>;

/** What the owner of a host should know of it. Pure. */
export function siteWarnings(site: Site, topology: Topology, release: Release): SiteWarning[] {
  return [
    ...leftOut(site),
    ...openFiles(site, topology),
    ...javaBeyondUpstream(site, release),
    ...memory(site, topology),
  ];
}

function leftOut({ leftOut: parts, facts }: Site): SiteWarning[] {
  if (parts.length === 0) return [];
  const message = `${parts.join(', ')} left out: rmqctl is ${facts.user} there, not root`;
  return [{ code: 'LEFT_OUT', message, hint: 'set ssh.become: true where the user may sudo' }];
}

/** A start script raises what it may; a unit may more than the login, but not every supervisor has them. */
function openFiles({ supervisor, facts }: Site, { tuning }: Topology): SiteWarning[] {
  const { openFiles: most = Infinity } = facts;
  if (tuning !== 'kernel' || supervisorNamed(supervisor).raisesLimits || most >= OPEN_FILES) return [];
  const message = `an instance may open ${most} files and no more, for that is the hard limit of ${facts.user}; \`tuning: true\` raises it for units of ${raisingLimits()} alone`;
  const hint = `raise the hard limit (nofile) to ${OPEN_FILES} in /etc/security/limits.d, and deploy again`;
  return [{ code: 'OPEN_FILES_LOW', message, hint }];
}

/** Upstream's scripts fail there; ours bring the options that make it work (release-lines.ts: jdk, jdk9Flags). */
function javaBeyondUpstream({ java }: Site, { version, jdk }: Release): SiteWarning[] {
  if (java.major <= jdk.upstreamMax) return [];
  const message =
    `Java ${java.major} in ${java.home}: RocketMQ ${version} is made for Java ${range(jdk)}, ` +
    'and runs on this one by options that rmqctl adds';
  const hint = `set java.home in the inventory to a Java ${jdk.upstreamMax} to run it as upstream does`;
  return [{ code: 'JAVA_BEYOND_UPSTREAM', message, hint }];
}

const range = ({ min, upstreamMax }: Release['jdk']): string =>
  min === upstreamMax ? `${min}` : `${min} to ${upstreamMax}`;

/** The rule of inventory/rules/memory.ts, by what the host says of itself where the inventory does not. */
function memory({ host, memory: bytes }: Site, topology: Topology): SiteWarning[] {
  if (host.memory !== undefined) return [];
  const demands = memoryDemands(topology, host.name, bytes);
  const sum = demands.reduce((total, demand) => total + demand.bytes, 0);
  const isGiven = demands.some(({ given }) => given);
  if (sum <= (isGiven ? bytes / 2 : bytes)) return [];
  const over = sum > bytes;
  const than = over ? `and the host has ${mib(bytes)}` : `more than half of the host's ${mib(bytes)}`;
  const message = `heap and direct memory come to ${mib(sum)}, ${than}`;
  const hint = 'give smaller sizes in `heap`, or fewer instances a host: half is best left to the page cache';
  return [{ code: over ? 'HEAP_OVER_MEMORY' : 'HEAP_OVER_HALF', message, hint }];
}

function mib(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)}m`;
}
