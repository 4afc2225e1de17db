import type { Static } from '../../inventory/schema/json-schema.ts';
import type { Rule } from '../../inventory/rule.ts';
import type { Inventory } from '../../inventory/schema/schema.ts';
import { HEAP, HOST_NAME, JVM, LOCAL_FILE, PORT, PROPERTIES } from '../../inventory/schema/schema-parts.ts';
import { withSetting } from '../../rocketmq/configuration/setting.ts';
import { renderTemplate } from '../../render/templates.ts';
import { reveal, Secret, secretIf, type Text } from '../../redaction/secret.ts';
import { UNKNOWN_PROGRAM } from '../../model/program.ts';
import type { InstanceDraft } from '../../inventory/instance-draft.ts';
import type { RoleExpansion } from '../../inventory/role-expansion.ts';
import { programJava, programJvm } from '../common/program-java.ts';
import { pageWait } from '../common/page-wait.ts';
import { addressesOfNameServers, pageDraft } from '../common/program-role.ts';
import { fileFindings, settingFindings } from '../common/program-rules.ts';
import type { Blueprint, Role, Subject } from '../role.ts';
import { tomcatRelease, UNKNOWN_TOMCAT } from './tomcat-releases.ts';

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

type Section = Static<typeof CONSOLE>;

function sectionOf(inventory: Inventory & { readonly console?: Section }): Section | undefined {
  return inventory.console;
}

/** The key of config.properties that names the name servers. */
const NAME_SERVERS = 'rocketmq.namesrv.addr';

const rules: Rule = ({ inventory, drafts }) => {
  const section = sectionOf(inventory);
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
const CONFIG = 'WEB-INF/classes/config.properties';
const APPLICATION = 'webapps/rocketmq-console';
const NOTES = 'RELEASE-NOTES';

const expand: RoleExpansion['expand'] = (inventory, context) => {
  const section = sectionOf(inventory);
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
export const consoleRole: Role = {
  id: 'console',
  title: 'console',
  keys: { console: CONSOLE },
  required: [],
  after: ['namesrv'],
  localFiles: [
    ['console', 'war'],
    ['console', 'tomcat'],
  ],
  rules: [rules],
  expand,
  describe,
};

/**
 * Tomcat is started as its catalina.sh does, but by words and not by a shell that takes them apart once more.
 * CATALINA_BASE is CATALINA_HOME: nothing else uses this Tomcat.
 */
function describe(subject: Subject): Blueprint {
  const { instance, places, program } = subject;
  const { home } = places;
  const tomcat = program === UNKNOWN_PROGRAM ? UNKNOWN_TOMCAT : tomcatRelease(program?.texts[NOTES] ?? '');
  const java = programJava(subject, { program: `Tomcat ${tomcat.version}`, ...tomcat.java });
  const logging = `${home}/conf/logging.properties`;
  return {
    directories: [],
    files: [
      { path: `${home}/${APPLICATION}/${CONFIG}`, content: configOf(subject, program?.texts[CONFIG] ?? '') },
      {
        path: `${home}/conf/server.xml`,
        content: renderTemplate('console/server.xml', { port: `${instance.port}` }),
      },
      {
        path: logging,
        content: renderTemplate('console/logging.properties', { console: places.console }),
      },
    ],
    command: [
      `${java.home}/bin/java`,
      ...programJvm(subject, java),
      `-Djava.util.logging.config.file=${logging}`,
      '-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager',
      `-Dcatalina.home=${home}`,
      `-Dcatalina.base=${home}`,
      `-Djava.io.tmpdir=${home}/temp`,
      '-classpath',
      `${home}/bin/bootstrap.jar:${home}/bin/tomcat-juli.jar`,
      'org.apache.catalina.startup.Bootstrap',
      'start',
    ],
    env: { JAVA_HOME: java.home },
    ready: { ports: [instance.port], logged: [], waits: [pageWait(instance)], evidence: [] },
    restartsLast: true,
  };
}

/** The war's own settings with ours in them: a secret where one of ours is. */
function configOf({ instance, topology }: Subject, text: string): Text {
  const settings = Object.entries<Text>({
    [NAME_SERVERS]: addressesOfNameServers(topology),
    ...instance.properties,
  });
  const content = settings.reduce((all, [key, value]) => withSetting(all, key, reveal(value)), text);
  return secretIf(
    settings.some(([, value]) => value instanceof Secret),
    content,
  );
}
