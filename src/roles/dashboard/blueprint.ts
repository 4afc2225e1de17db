import { directory } from '../../resources/directory.ts';
import { file } from '../../resources/file.ts';
import { UNKNOWN_PROGRAM } from '../../model/program.ts';
import type { Instance } from '../../model/instance.ts';
import { dashboardRelease, dashboardVersion, OLDEST_DASHBOARD, refuseUnrunnable } from './releases.ts';
import { type DashboardUser, isUsers, usersText } from './users.ts';
import { heading } from '../common/jvm-instance.ts';
import { programJava, programJvm } from '../common/program-java.ts';
import { addressesOfNameServers, pageWait } from '../common/program-role.ts';
import { extra, type Blueprint, type Extra, type Role, type Subject } from '../role.ts';
import { dashboardExpansion, JAR, MANIFEST } from './expand.ts';

/** rocketmq-dashboard: a web page of the cluster. Its jar is the user's file: no repository has one. */
export const dashboard: Role = { ...dashboardExpansion, title: 'dashboard', describe };

/** Options on the command line outrank every file and variable; what may hold a secret is in a file. */
function describe(subject: Subject): Blueprint {
  const { instance, topology, site, release, places, program } = subject;
  const manifest = program?.texts[MANIFEST] ?? '';
  const { version: given, users } = extraOf(instance);
  const jar = instance.program?.parts[0]?.file ?? '';
  const isUnknown = program === UNKNOWN_PROGRAM;
  if (!isUnknown) refuseUnrunnable(manifest, jar);
  const version = isUnknown ? (given ?? OLDEST_DASHBOARD) : dashboardVersion(given, manifest, jar);
  const { nameServers, java: need } = dashboardRelease(version);
  const java = programJava(subject, { program: `rocketmq-dashboard ${version}`, ...need });
  const settings = `${places.home}/conf/dashboard.properties`;
  const data = `${places.logs}/data`;
  const own = { mode: '750', owner: site.owner, made: site.made };
  return {
    directories: [],
    extras: [
      extra(directory, data, { desired: { ...own, path: data, contents: ['*'] } }),
      ...(users.length === 0 ? [] : [usersFile(`${data}/users.properties`, users, site.owner)]),
    ],
    files: [
      { path: settings, format: 'properties', heading: heading(subject), entries: instance.properties },
    ],
    command: [
      `${java.home}/bin/java`,
      ...programJvm(subject, java),
      '-jar',
      `${places.home}/${JAR}`,
      `--spring.config.additional-location=file:${settings}`,
      `--server.port=${instance.port}`,
      `--${nameServers}=${addressesOfNameServers(topology)}`,
      `--rocketmq.config.dataPath=${data}`,
      `--rocketmq.config.loginRequired=${users.length > 0}`,
      // the second port of a broker, which 3.x does not have
      ...(release.fastPort ? [] : ['--rocketmq.config.isVIPChannel=false']),
    ],
    env: { JAVA_HOME: java.home },
    ready: { ports: [instance.port], logged: [], waits: [pageWait(instance)], evidence: [] },
    restartsLast: true,
  };
}

/** Who may log in: the dashboard reads it in its data path. */
function usersFile(path: string, users: readonly DashboardUser[], owner: string): Extra {
  return extra(file, path, {
    desired: { path, content: usersText(path, users), mode: '600', owner },
    restarts: true,
  });
}

/** What the expansion keeps for the description. */
function extraOf({ extra: kept = {} }: Instance): { version?: string; users: readonly DashboardUser[] } {
  const { version, users } = kept;
  return {
    ...(typeof version === 'string' ? { version } : {}),
    users: isUsers(users) ? users : [],
  };
}
