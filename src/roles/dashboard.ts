import { error, type Finding } from '../inventory/diagnostic.ts';
import type { Static } from '../inventory/json-schema.ts';
import { quoted } from '../inventory/quoted.ts';
import type { Rule } from '../inventory/rule.ts';
import type { Inventory } from '../inventory/schema.ts';
import { HEAP, HOST_NAME, JVM, LOCAL_FILE, PORT, PROPERTIES } from '../inventory/schema-parts.ts';
import { writeProperties } from '../render/properties.ts';
import { directory } from '../resources/directory.ts';
import { file } from '../resources/file.ts';
import type { InstanceDraft, RoleExpansion } from '../topology/role-expansion.ts';
import { dashboardRelease, dashboardVersion } from './dashboard-releases.ts';
import { heading } from './jvm-instance.ts';
import { programJava, programJvm } from './program-java.ts';
import { addressesOfNameServers, kept, pageDraft, pageOf } from './program-role.ts';
import { fileFindings, settingFindings } from './program-rules.ts';
import { extra, type Blueprint, type Extra, type Role, type Subject } from './role.ts';

const USER = {
  title: 'a password, or { password, admin }',
  description: 'Best as ${NAME}: the environment has it then, and nothing prints it',
  anyOf: [
    { type: 'string', minLength: 1 },
    {
      type: 'object',
      additionalProperties: false,
      required: ['password'],
      properties: {
        password: { type: 'string', minLength: 1, title: 'a password', description: 'Best as ${NAME}' },
        admin: { type: 'boolean', title: 'true or false', description: 'true: may change things' },
      },
    },
  ],
} as const;

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
    port: { ...PORT, description: 'Of its page; default 8080' },
    heap: HEAP,
    jvm: JVM,
    users: {
      type: 'object',
      minProperties: 1,
      additionalProperties: USER,
      title: 'a mapping of user names to passwords',
      description: 'Who may log in; default: no login is asked for',
    },
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

const rules: Rule = ({ inventory, drafts }) => {
  const section = sectionOf(inventory);
  if (section === undefined) return [];
  const { properties = {} } = drafts.find(({ name }) => name === 'dashboard') ?? {};
  return [
    ...fileFindings({ path: ['dashboard', 'archive'], file: section.archive, endings: ['.jar'] }),
    ...settingFindings(properties, ['dashboard', 'properties'], OWNED),
    ...Object.entries(section.users ?? {}).flatMap(([name, user]) => userFindings(name, passwordOf(user))),
  ];
};

/** users.properties has NAME=PASSWORD,ROLE in a line. */
function userFindings(name: string, password: string): Finding[] {
  const path = ['dashboard', 'users', name];
  if (!/^[\w.@-]+$/.test(name)) {
    const message = `${quoted(name)} cannot be the name of a user of the dashboard`;
    return [{ ...error('DASHBOARD_USER', path, message, 'letters, digits and `. _ - @`'), part: 'key' }];
  }
  if (/^[!-+\--~]+$/.test(password)) return [];
  const message = `the password of ${quoted(name)} holds what its file of users cannot`;
  return [error('DASHBOARD_USER', path, message, 'printable ASCII without blanks and commas')];
}

type User = NonNullable<Section['users']>[string];

function passwordOf(user: User): string {
  return typeof user === 'string' ? user : user.password;
}

/** The text of users.properties: NAME=PASSWORD,ROLE, where 1 is an administrator; empty where nobody has to log in. */
function usersText(users: Readonly<Record<string, User>>): string {
  return writeProperties(
    Object.entries(users).map(([name, user]) => {
      const admin = typeof user === 'object' && user.admin === true;
      return [name, `${passwordOf(user)},${admin ? 1 : 0}`] as const;
    }),
  );
}

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
    extra: { archive, version, users: usersText(users) },
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
  const version = dashboardVersion(kept(instance, 'version'), manifest, kept(instance, 'archive') ?? '');
  const { nameServers, java: need } = dashboardRelease(version);
  const java = programJava(subject, { program: `rocketmq-dashboard ${version}`, ...need });
  const settings = `${places.home}/conf/dashboard.properties`;
  const data = `${places.logs}/data`;
  const users = kept(instance, 'users') ?? '';
  const own = { mode: '750', owner: site.owner, made: site.made };
  return {
    directories: [],
    extras: [
      extra(directory, data, { desired: { ...own, path: data, contents: ['*'] } }),
      ...(users === '' ? [] : [usersFile(`${data}/users.properties`, users, site.owner)]),
    ],
    files: [
      {
        path: settings,
        content: writeProperties(Object.entries(instance.properties), heading(subject)),
        mode: '600',
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
      `--rocketmq.config.loginRequired=${users !== ''}`,
      // the second port of a broker, which 3.x does not have
      ...(release.fastPort ? [] : ['--rocketmq.config.isVIPChannel=false']),
    ],
    env: { JAVA_HOME: java.home },
    ready: { ports: [instance.port], logged: [], rejoined: [], page: pageOf(instance), evidence: [] },
  };
}

/** Who may log in: the dashboard reads it in its data path. */
function usersFile(path: string, content: string, owner: string): Extra {
  return extra(file, path, { desired: { path, content, mode: '600', owner, secret: true }, restarts: true });
}
