import type { Static } from '../../inventory/schema/json-schema.ts';
import type { Rule } from '../../inventory/rule.ts';
import type { Inventory } from '../../inventory/schema/schema.ts';
import { HEAP, HOST_NAME, JVM, LOCAL_FILE, PORT, PROPERTIES } from '../../inventory/schema/schema-parts.ts';
import { writeProperties } from '../../rocketmq/configuration/properties-file.ts';
import { directory } from '../../resources/directory.ts';
import { file } from '../../resources/file.ts';
import { UNKNOWN_PROGRAM } from '../../model/program.ts';
import type { InstanceDraft } from '../../inventory/instance-draft.ts';
import type { RoleExpansion } from '../../inventory/role-expansion.ts';
import type { Instance } from '../../model/instance.ts';
import { dashboardRelease, dashboardVersion, OLDEST_DASHBOARD, refuseUnrunnable } from './releases.ts';
import { type DashboardUser, isUsers, userFindings, USERS, usersOf, usersText } from './users.ts';
import { heading } from '../common/jvm-instance.ts';
import { programJava, programJvm } from '../common/program-java.ts';
import { addressesOfNameServers, pageDraft } from '../common/program-role.ts';
import { fileFindings, settingFindings } from '../common/program-rules.ts';
import { pageWait } from '../common/page-wait.ts';
import { extra, type Blueprint, type Extra, type Role, type Subject } from '../role.ts';

const DASHBOARD = {
  type: 'object',
  additionalProperties: false,
  required: ['host', 'archive'],
  title: 'a mapping with host and archive',
  description: 'rocketmq-dashboard, a Spring Boot jar of your own',
  properties: {
    host: HOST_NAME,
    archive: { ...LOCAL_FILE, title: 'the path of rocketmq-dashboard-<version>.jar' },
    version: {
      type: 'string',
      pattern: '^\\d+\\.\\d+\\.\\d+',
      title: 'a version such as 2.1.0',
      description: 'Default: what the jar or its name says',
    },
    port: { ...PORT, description: 'Of its page; default 8080, or the next free one on its host' },
    heap: HEAP,
    jvm: JVM,
    users: USERS,
    properties: {
      ...PROPERTIES,
      title: 'a mapping of Spring properties',
      description: 'More settings of the dashboard, such as rocketmq.config.useTLS',
    },
  },
} as const;

type Section = Static<typeof DASHBOARD>;

function sectionOf(inventory: Inventory & { readonly dashboard?: Section }): Section | undefined {
  return inventory.dashboard;
}

/** Options that follow from the rest of the inventory, and what is set instead. */
const OWNED = {
  'server.port': 'set `port` of the dashboard',
  'rocketmq.config.namesrvAddr': 'it follows from `namesrv`',
  'rocketmq.config.namesrvAddrs': 'it follows from `namesrv`',
  'rocketmq.config.dataPath': 'it lies with its logs: set `paths.logs`',
  'rocketmq.config.loginRequired': 'set `users` of the dashboard',
} as const;

const rules: Rule = ({ inventory, drafts, ...values }) => {
  const section = sectionOf(inventory);
  if (section === undefined) return [];
  const { properties = {} } = drafts.find(({ name }) => name === 'dashboard') ?? {};
  return [
    ...fileFindings({ path: ['dashboard', 'archive'], file: section.archive, endings: ['.jar'] }),
    ...settingFindings(properties, ['dashboard', 'properties'], OWNED),
    ...usersOf(section.users ?? {}, values).flatMap(userFindings),
  ];
};

/** The jar, called the same whatever its version. */
const JAR = 'dashboard.jar';
const MANIFEST = 'META-INF/MANIFEST.MF';

const expand: RoleExpansion['expand'] = (inventory, context) => {
  const section = sectionOf(inventory);
  if (section === undefined) return [];
  const { archive, version, users = {} } = section;
  const draft: InstanceDraft = {
    ...pageDraft('dashboard', section, context),
    page: '/',
    program: {
      title: 'rocketmq-dashboard',
      parts: [
        { key: 'dashboard.archive', file: archive, as: 'whole', to: JAR, has: MANIFEST, reads: [MANIFEST] },
      ],
    },
    extra: { version, users: usersOf(users, context) },
  };
  return [draft];
};

/** rocketmq-dashboard: a web page of the cluster. Its jar is the user's file: no repository has one. */
export const dashboard: Role = {
  id: 'dashboard',
  title: 'dashboard',
  keys: { dashboard: DASHBOARD },
  required: [],
  after: ['namesrv'],
  localFiles: [['dashboard', 'archive']],
  rules: [rules],
  expand,
  describe,
};

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
      {
        path: settings,
        content: writeProperties(Object.entries(instance.properties), heading(subject)),
      },
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
    desired: { path, content: usersText(users), mode: '600', owner },
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
