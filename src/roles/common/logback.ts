import { replacement } from '../../resources/replacement.ts';
import { secretKeys } from '../../model/property.ts';
import type { ServerRole } from '../../rocketmq/servers.ts';
import { REDACTED } from '../../redaction/secret.ts';
import type { Instance } from '../../model/instance.ts';
import { extra, type Extra, type Subject } from '../role.ts';

/**
 * Brokers and name servers log every property they start with (MixAll.printObjectProperties), and brokers those that are changed while
 * they run. An instance that has secrets writes `[redacted]` for them: its logback file looks for their names, which its
 * environment gives. That file contains no secret, and instances without secrets that share it log what they always did.
 */

/** The environment variable with these names, as alternatives of a regular expression. */
const VARIABLE = 'RMQCTL_SECRET_KEYS';

/** The end of every pattern in the logback files of all releases, and in ours (distribution/maven/logback-xml.ts). */
const MESSAGE = '%m%n';

/**
 * From what follows a secret's name to the end of the message, however many lines that has: `name=...`, `"name":"..."`, and
 * "Replace, key: name, value: old -> new" of a hot update. `(?!)` is never found. No backslash or `<`, which mean something to
 * logback and to XML.
 */
const SECRET = `(?s)((?:^|[^A-Za-z0-9_])(?:\${${VARIABLE}:-(?!)})(?![A-Za-z0-9_])[=: "]*).*`;
const MASKED = `%replace(%m){'${SECRET}','$1${REDACTED}'}%n`;

/** What makes the logs of an instance that has secrets hold none of them; nothing for any other. */
export function maskedLogs({ instance, site, release }: Subject, role: ServerRole): Extra[] {
  if (secretKeys(instance.properties).length === 0) return [];
  const path = `${site.home}/${release.logConfig(role)}`;
  // 3.2.6 has its log directory replaced in the same file (roles/common/logback.ts)
  return [
    extra(replacement, `${path} (secrets)`, {
      desired: {
        path,
        from: MESSAGE,
        to: MASKED,
        owner: site.owner,
        purpose: 'secrets are masked in what is logged',
      },
      inHome: true,
      restarts: true,
    }),
  ];
}

/** The names of an instance's secrets, for its logback file. Of a name only what could be in one is taken as it is. */
export function maskEnvironment({ properties }: Instance): Record<string, string> {
  const keys = secretKeys(properties).map((key) => key.replaceAll(/[^A-Za-z0-9_-]/g, '.'));
  return keys.length === 0 ? {} : { [VARIABLE]: keys.join('|') };
}

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
