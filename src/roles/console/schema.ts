import type { Static } from '../../inventory/schema/json-schema.ts';
import type { Inventory } from '../../inventory/schema/schema.ts';
import { HEAP, HOST_NAME, JVM, LOCAL_FILE, PORT, PROPERTIES } from '../../inventory/schema/schema-parts.ts';

/** The top-level key. */
export const CONSOLE = {
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
export function consoleSection(
  inventory: Inventory & { readonly console?: ConsoleSection },
): ConsoleSection | undefined {
  return inventory.console;
}
