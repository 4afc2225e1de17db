import { either } from '../../std/either.ts';
import type { JsonSchema, Static } from './json-schema.ts';
import { ADDRESS, flag, HEAP, HOST_SSH, JVM, mapping, SIZE, SSH, text } from './schema-parts.ts';

const PATH = text('an absolute path');

const JAVA = mapping(
  { home: { ...PATH, description: 'JAVA_HOME on the hosts; default: found there' } },
  'a mapping',
  'The Java that runs it',
);

const HOST = {
  title: 'an address, `local`, or { address, local, ssh, memory, java, labels }',
  description: '`local` is this machine, without SSH',
  anyOf: [
    ADDRESS,
    mapping({
      address: { ...ADDRESS, description: 'What clients and brokers dial' },
      local: flag('true: this machine, without SSH'),
      ssh: HOST_SSH,
      memory: { ...SIZE, description: 'Default: what the host says of itself' },
      java: { ...JAVA, description: 'Its own Java, where that is elsewhere than on the others' },
      labels: {
        type: 'object',
        additionalProperties: {
          type: 'string',
          title: 'text',
          description: 'A label of your own; `zone` is looked at',
        },
        title: 'a mapping of words',
        description: 'Such as zone: a, by which members of a broker are told apart',
      },
    }),
  ],
} as const;

const FIREWALL_MODE = {
  type: 'string',
  enum: ['auto', 'disable', 'off'],
  title: 'auto, disable or off',
} as const;

const FIREWALL = {
  title: 'auto, disable, off, or { mode, restrict, clients }',
  description: '', // inventorySchema
  anyOf: [
    FIREWALL_MODE,
    mapping({
      mode: { ...FIREWALL_MODE, description: 'As in the short form; default: auto' },
      restrict: flag('true: opens each port only to the hosts of the cluster and the clients that need it'),
      clients: {
        type: 'array',
        items: text('a network such as 10.20.0.0/16'),
        title: 'a list of networks',
        description: 'From where producers, consumers and people connect; with `restrict` alone',
      },
    }),
  ],
} as const;

const DISTRIBUTION = mapping(
  {
    archive: text(
      'the path or URL of a .zip, .tar.gz or .tgz file',
      'On this machine, relative to the inventory; or a URL (http, https)',
    ),
    sha512: {
      type: 'string',
      pattern: '^[0-9a-fA-F]{128}$',
      title: 'a SHA-512 sum of 128 hex digits',
      description: 'What the archive must have',
    },
    via: {
      enum: ['push', 'pull'],
      title: 'push or pull',
      description: 'push: sent through SSH, once a host; pull: each host downloads the URL itself',
    },
    source: {
      enum: ['maven'],
      title: 'maven',
      description: 'The jars by their Maven coordinates, instead of an archive',
    },
  },
  'a mapping',
  'Where the release comes from; default: the cache, else the download site, else Maven',
);

const PATHS = mapping(
  {
    home: { ...PATH, description: 'Where the release is unpacked; the default depends on the version' },
    store: { ...PATH, description: 'Each broker has <store>/<instance>' },
    logs: { ...PATH, description: 'Each instance has <logs>/<instance>' },
    state: { ...PATH, description: 'What rmqctl must remember on a host' },
  },
  'a mapping',
  'Directories on the hosts, none inside another',
);

/** The keys that belong to no role. */
const CORE = {
  type: 'object',
  title: 'a mapping that begins with `cluster:`',
  additionalProperties: false,
  required: ['cluster', 'version', 'mode', 'hosts'],
  properties: {
    cluster: text('a name', 'The name of the cluster'),
    version: text('a release such as 4.9.4', 'The release of RocketMQ'),
    mode: {
      enum: ['single', 'masters', 'async', 'sync'],
      title: 'single, masters, async or sync',
      description:
        'One broker; several without slaves; with slaves that follow; with slaves that are awaited',
    },
    ssh: SSH,
    hosts: {
      type: 'object',
      minProperties: 1,
      additionalProperties: HOST,
      title: 'a mapping of names to addresses',
      description: 'The machines, by the name that the rest of the inventory calls them',
    },
    distribution: DISTRIBUTION,
    java: JAVA,
    paths: PATHS,
    user: text('a user name', 'Who owns and runs the cluster'),
    supervisor: { type: 'string' }, // inventorySchema
    firewall: FIREWALL,
    aliases: {
      anyOf: [text('a prefix such as rocketmq'), { const: false }],
      title: 'a prefix such as rocketmq, or false',
      description: 'Names in /etc/hosts: rocketmq-master1, ...; false: plain addresses',
    },
    profile: flag('JAVA_HOME, ROCKETMQ_HOME and PATH for login shells'),
    tuning: flag(
      'true: kernel settings in a file of our own in /etc/sysctl.d; false: not even the limits of open files and locked memory ' +
        'that the units raise by default',
    ),
  },
} as const;

type Values<Each> = { readonly [role in string]?: Each };

/** What the core keys hold; the keys of the roles are typed where the roles define them (role-expansion.ts). */
export type Inventory = Static<typeof CORE> & {
  readonly heap?: Values<Static<typeof HEAP>>;
  readonly jvm?: Values<Static<typeof JVM>>;
};

/** What a role adds to the schema. */
export interface RoleKeys {
  /** namesrv, broker: its key in `heap` and `jvm` */
  readonly id: string;
  /** its top-level keys */
  readonly keys: Readonly<Record<string, JsonSchema>>;
  /** those of them that an inventory must have */
  readonly required: readonly string[];
}

function perRole(roles: readonly RoleKeys[], schema: JsonSchema): JsonSchema {
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(roles.map(({ id }) => [id, schema])),
    title: 'a mapping of roles',
    description: 'For every instance of a role that has none of its own',
  };
}

/** Programs of hosts that rmqctl works with, by the words for them. */
export interface HostSoftware {
  /** the one that is liked best first, the one that can be used everywhere last */
  readonly supervisors: readonly string[];
  readonly firewalls: readonly string[];
}

function supervisorKey({ supervisors }: HostSoftware): JsonSchema {
  const words = ['auto', ...supervisors];
  return {
    enum: words,
    title: either(words),
    description: `Who starts it again; auto: ${either(supervisors.slice(0, -1))} where it runs`,
  };
}

function firewallKey({ firewalls }: HostSoftware): JsonSchema {
  const description = `auto: opens what is needed where ${either(firewalls)} runs; disable: stops it; off: untouched`;
  return { ...FIREWALL, description };
}

/**
 * The JSON Schema (2020-12) of the whole inventory, short and long forms.
 * @param roles what each role adds, in the order in which their keys are to be listed
 */
export function inventorySchema(roles: readonly RoleKeys[], software: HostSoftware): JsonSchema {
  return {
    ...CORE,
    required: [...CORE.required, ...roles.flatMap(({ required }) => required)],
    properties: {
      ...CORE.properties,
      supervisor: supervisorKey(software),
      firewall: firewallKey(software),
      ...Object.assign({}, ...roles.map(({ keys }) => keys)),
      heap: perRole(roles, HEAP),
      jvm: perRole(roles, JVM),
    },
  };
}
