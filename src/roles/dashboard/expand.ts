import type { Rule } from '../../inventory/rule.ts';
import type { InstanceDraft } from '../../inventory/instance-draft.ts';
import type { RoleExpansion } from '../../inventory/role-expansion.ts';
import { userFindings, usersOf } from './users.ts';
import { pageDraft, pageWiring } from '../common/program-role.ts';
import { fileFindings, settingFindings } from '../common/program-rules.ts';
import { DASHBOARD, dashboardSection } from './schema.ts';

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
