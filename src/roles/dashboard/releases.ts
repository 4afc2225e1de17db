import { ExitCode, RmqctlError } from '../../errors.ts';
import { compareVersions } from '../../model/version.ts';

/** What differs between versions of rocketmq-dashboard; read in the sources of its tags (RMQConfigure, pom.xml). */
interface DashboardRelease {
  /** the option that names the name servers of one cluster */
  readonly nameServers: 'rocketmq.config.namesrvAddr' | 'rocketmq.config.namesrvAddrs[0]';
  /** lowest Java, and the newest that its Spring was made for: 5.2 and 5.3 for 17 at most, 6.2 for 25 */
  readonly java: { readonly min: number; readonly madeFor: number };
}

interface Row extends DashboardRelease {
  readonly since: string;
}

/** The newest first. 2.x has a list, in which one entry is one cluster: "a:9876;b:9876". */
const ROWS: readonly Row[] = [
  { since: '2.1.0', nameServers: 'rocketmq.config.namesrvAddrs[0]', java: { min: 17, madeFor: 25 } },
  { since: '2.0.0', nameServers: 'rocketmq.config.namesrvAddrs[0]', java: { min: 8, madeFor: 17 } },
  { since: '1.0.0', nameServers: 'rocketmq.config.namesrvAddr', java: { min: 8, madeFor: 13 } },
];

/** What asks least of its host: for a dashboard of which nobody knows the version, and which is not to be deployed. */
export const OLDEST_DASHBOARD = '1.0.0';

/** The row of a version; one that is older than all is like the oldest. */
export function dashboardRelease(version: string): DashboardRelease {
  return ROWS.find(({ since }) => compareVersions(version, since) >= 0) ?? ROWS.at(-1)!;
}

/**
 * Refuses a jar that `java -jar` cannot start.
 * @param manifest text of META-INF/MANIFEST.MF
 * @throws RmqctlError PROGRAM_FILE_INVALID (exit 3)
 */
export function refuseUnrunnable(manifest: string, file: string): void {
  if (/^Main-Class: *\S/m.test(manifest)) return;
  const message = `${file} is not what dashboard.archive needs: its manifest names no Main-Class, so it cannot be started`;
  throw new RmqctlError('PROGRAM_FILE_INVALID', message, {
    hint: 'take target/rocketmq-dashboard-<version>.jar of its build: not the .original beside it, no -sources or -javadoc',
    exit: ExitCode.inventory,
  });
}

/**
 * The version of a dashboard: what the inventory says, else the jar's manifest, else the file's name.
 * @param manifest text of META-INF/MANIFEST.MF
 * @throws RmqctlError DASHBOARD_VERSION_UNKNOWN (exit 3)
 */
export function dashboardVersion(given: string | undefined, manifest: string, file: string): string {
  const told = /^Implementation-Version: *(\d+\.\d+\.\d+)/m.exec(manifest)?.[1];
  const named = /(\d+\.\d+\.\d+)[^/]*$/.exec(file)?.[1];
  const version = given ?? told ?? named;
  if (version !== undefined) return version;
  throw new RmqctlError('DASHBOARD_VERSION_UNKNOWN', `neither ${file} nor its manifest tells its version`, {
    hint: 'say it in the inventory: dashboard: { version: 2.1.0 }',
    exit: ExitCode.inventory,
  });
}
