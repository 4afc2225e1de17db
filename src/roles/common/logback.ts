import { replacement } from '../../resources/replacement.ts';
import { extra, type Extra, type Subject } from '../role.ts';

/** The directory below which the release's own logback files write. */
const FROM = '${user.home}';

/**
 * The logback files of a release whose log directory is told by a variable of our own: RMQCTL_LOGS of the instance's environment.
 * Who starts a process by hand has its logs in the directory of the inventory; mqadmin's are in the home directory of whoever runs it.
 */
export function logDirectoryExtras({ site, release }: Subject): Extra[] {
  if (!release.ownLogDirectory) return [];
  const files = [
    ...(['namesrv', 'broker'] as const).map((role) => [release.logConfig(role), site.logs] as const),
    ['conf/logback_filtersrv.xml', site.logs] as const,
  ].map(([name, directory]) => [name, `\${RMQCTL_LOGS:-${directory}}`] as const);
  return [...files, ['conf/logback_tools.xml', '${HOME:-/tmp}'] as const].map(([name, to]) => {
    const path = `${site.home}/${name}`;
    return extra(replacement, path, {
      desired: { path, from: FROM, to, owner: site.owner },
      inHome: true,
      restarts: true,
    });
  });
}
