import type { Rule } from '../../inventory/rule.ts';
import type { InstanceDraft } from '../../inventory/instance-draft.ts';
import type { RoleExpansion } from '../../inventory/role-expansion.ts';
import { pageDraft, pageWiring } from '../common/program-role.ts';
import { fileFindings, settingFindings } from '../common/program-rules.ts';
import type { Static } from '../../inventory/schema/json-schema.ts';
import type { Inventory } from '../../inventory/schema/schema.ts';
import { HEAP, HOST_NAME, JVM, LOCAL_FILE, PORT, PROPERTIES } from '../../inventory/schema/schema-parts.ts';

/** The top-level key. */
const CONSOLE = {
  type: 'object',
  additionalProperties: false,
  required: ['host', 'war', 'tomcat'],
  title: 'a mapping with host, war and tomcat',
  description: 'rocketmq-console of the 3.x releases, a war of your own in a Tomcat of its own',
  properties: {
    host: HOST_NAME,
    war: { ...LOCAL_FILE, title: 'the path of rocketmq-console.war' },
    tomcat: { ...LOCAL_FILE, title: 'the path of apache-tomcat-<version>.tar.gz' },
    port: {
      ...PORT,
      description: 'Of its page, /rocketmq-console/; default 8080, or the next free one on its host',
    },
    heap: HEAP,
    jvm: JVM,
    properties: {
      ...PROPERTIES,
      title: 'a mapping of settings of the console',
      description: "More keys of the war's config.properties, such as throwDone",
    },
  },
} as const;

type ConsoleSection = Static<typeof CONSOLE>;

/** The section of the inventory; undefined where it has none. */
function consoleSection(
  inventory: Inventory & { readonly console?: ConsoleSection },
): ConsoleSection | undefined {
  return inventory.console;
}

/** The key of config.properties that names the name servers. */
export const NAME_SERVERS = 'rocketmq.namesrv.addr';

const rules: Rule = ({ inventory, drafts }) => {
  const section = consoleSection(inventory);
  if (section === undefined) return [];
  const { properties = {} } = drafts.find(({ name }) => name === 'console') ?? {};
  const { war, tomcat } = section;
  return [
    ...fileFindings({ path: ['console', 'war'], file: war, endings: ['.war'] }),
    ...fileFindings({ path: ['console', 'tomcat'], file: tomcat, endings: ['.tar.gz', '.tgz', '.zip'] }),
    ...settingFindings(properties, ['console', 'properties'], {
      [NAME_SERVERS]: 'it follows from `namesrv`',
    }),
  ];
};

/** The war's settings, and where it is unpacked: the last part is the path of its page. */
export const CONFIG = 'WEB-INF/classes/config.properties';
export const APPLICATION = 'webapps/rocketmq-console';
export const NOTES = 'RELEASE-NOTES';

const expand: RoleExpansion['expand'] = (inventory, context) => {
  const section = consoleSection(inventory);
  if (section === undefined) return [];
  const draft: InstanceDraft = {
    ...pageDraft('console', section, context),
    page: '/rocketmq-console/',
    program: {
      title: 'Tomcat with rocketmq-console.war',
      parts: [
        {
          key: 'console.tomcat',
          file: section.tomcat,
          as: 'unpacked',
          to: '',
          has: 'lib/catalina.jar',
          // its own applications, among them the manager
          without: ['webapps'],
          reads: [NOTES],
        },
        {
          key: 'console.war',
          file: section.war,
          as: 'unpacked',
          to: APPLICATION,
          has: CONFIG,
          reads: [CONFIG],
        },
      ],
    },
  };
  return [draft];
};

/** The console of 3.x: its war in a Tomcat that runs nothing else. Both are the user's files. */
export const consoleExpansion: RoleExpansion = {
  id: 'console',
  keys: { console: CONSOLE },
  required: [],
  after: ['namesrv'],
  localFiles: [
    ['console', 'war'],
    ['console', 'tomcat'],
  ],
  rules: [rules],
  wiring: pageWiring('console'),
  expand,
};
