import type { Static } from '../../inventory/schema/json-schema.ts';
import type { Inventory } from '../../inventory/schema/schema.ts';
import { HEAP, HOST_NAME, JVM, LOCAL_FILE, PORT, PROPERTIES } from '../../inventory/schema/schema-parts.ts';
import { USERS } from './users.ts';

/** The top-level key. */
export const DASHBOARD = {
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
export function dashboardSection(
  inventory: Inventory & { readonly dashboard?: DashboardSection },
): DashboardSection | undefined {
  return inventory.dashboard;
}
