import type { Rule } from '../../inventory/rule.ts';
import type { InstanceDraft } from '../../inventory/instance-draft.ts';
import type { RoleExpansion } from '../../inventory/role-expansion.ts';
import { userFindings, USERS, usersOf } from './users.ts';
import { pageDraft, pageWiring } from '../common/program-role.ts';
import { fileFindings, settingFindings } from '../common/program-rules.ts';
import type { Static } from '../../inventory/schema/json-schema.ts';
import type { Inventory } from '../../inventory/schema/schema.ts';
import { HEAP, HOST_NAME, JVM, LOCAL_FILE, PORT, PROPERTIES } from '../../inventory/schema/schema-parts.ts';

/** The top-level key. */
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

type DashboardSection = Static<typeof DASHBOARD>;

/** The section of the inventory; undefined where it has none. */
function dashboardSection(
  inventory: Inventory & { readonly dashboard?: DashboardSection },
): DashboardSection | undefined {
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
  const section = dashboardSection(inventory);
  if (section === undefined) return [];
  const { properties = {} } = drafts.find(({ name }) => name === 'dashboard') ?? {};
  return [
    ...fileFindings({ path: ['dashboard', 'archive'], file: section.archive, endings: ['.jar'] }),
    ...settingFindings(properties, ['dashboard', 'properties'], OWNED),
    ...usersOf(section.users ?? {}, values).flatMap(userFindings),
  ];
};

/** The jar, called the same whatever its version. */
export const JAR = 'dashboard.jar';
export const MANIFEST = 'META-INF/MANIFEST.MF';

const expand: RoleExpansion['expand'] = (inventory, context) => {
  const section = dashboardSection(inventory);
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
export const dashboardExpansion: RoleExpansion = {
  id: 'dashboard',
  keys: { dashboard: DASHBOARD },
  required: [],
  after: ['namesrv'],
  localFiles: [['dashboard', 'archive']],
  rules: [rules],
  wiring: pageWiring('dashboard'),
  expand,
};
