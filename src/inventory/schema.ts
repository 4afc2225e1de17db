import type { JsonSchema, Static } from './json-schema.ts';
import { ADDRESS, HEAP, HOST_SSH, JVM, SIZE, SSH } from './schema-parts.ts';

const HOST = {
  title: 'an address, `local`, or { address, local, ssh, memory, labels }',
  anyOf: [
    ADDRESS,
    {
      type: 'object',
      additionalProperties: false,
      properties: {
        address: { ...ADDRESS, description: 'What clients and brokers dial' },
        local: { type: 'boolean', title: 'true or false', description: 'true: this machine, without SSH' },
        ssh: HOST_SSH,
        memory: { ...SIZE, description: 'Default: what the host says of itself' },
        labels: {
          type: 'object',
          additionalProperties: { type: 'string', title: 'text' },
          title: 'a mapping of words',
        },
      },
    },
  ],
} as const;

const PATH = { type: 'string', minLength: 1, title: 'an absolute path' } as const;

/** The keys that belong to no role. */
export const CORE = {
  type: 'object',
  title: 'a mapping that begins with `cluster:`',
  additionalProperties: false,
  required: ['cluster', 'version', 'mode', 'hosts'],
  properties: {
    cluster: { type: 'string', minLength: 1, title: 'a name', description: 'The name of the cluster' },
    version: { type: 'string', minLength: 1, title: 'a release such as 4.9.4' },
    mode: { enum: ['single', 'masters', 'async', 'sync'], title: 'single, masters, async or sync' },
    ssh: SSH,
    hosts: {
      type: 'object',
      minProperties: 1,
      additionalProperties: HOST,
      title: 'a mapping of names to addresses',
    },
    distribution: {
      type: 'object',
      additionalProperties: false,
      properties: {
        archive: { type: 'string', minLength: 1, title: 'the path of a .zip, .tar.gz or .tgz file' },
        sha512: { type: 'string', pattern: '^[0-9a-fA-F]{128}$', title: 'a SHA-512 sum of 128 hex digits' },
        via: { enum: ['push'], title: 'push' },
        source: { enum: ['maven'], title: 'maven' },
      },
      title: 'a mapping',
      description: 'Where the release comes from; default: the cache, else the download site, else Maven',
    },
    java: {
      type: 'object',
      additionalProperties: false,
      properties: { home: PATH },
      title: 'a mapping',
    },
    paths: {
      type: 'object',
      additionalProperties: false,
      properties: { home: PATH, store: PATH, logs: PATH },
      title: 'a mapping',
    },
    user: {
      type: 'string',
      minLength: 1,
      title: 'a user name',
      description: 'Who owns and runs the cluster',
    },
    supervisor: { enum: ['auto', 'systemd', 'nohup'], title: 'auto, systemd or nohup' },
    firewall: { enum: ['auto', 'disable', 'off'], title: 'auto, disable or off' },
    aliases: {
      anyOf: [{ type: 'string', minLength: 1 }, { const: false }],
      title: 'a prefix such as rocketmq, or false',
    },
    profile: { type: 'boolean', title: 'true or false' },
    tuning: { const: false, title: 'false' },
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
  };
}

/**
 * The JSON Schema (2020-12) of the whole inventory, short and long forms.
 * @param roles what each role adds, in the order in which their keys are to be listed
 */
export function inventorySchema(roles: readonly RoleKeys[]): JsonSchema {
  return {
    ...CORE,
    required: [...CORE.required, ...roles.flatMap(({ required }) => required)],
    properties: {
      ...CORE.properties,
      ...Object.assign({}, ...roles.map(({ keys }) => keys)),
      heap: perRole(roles, HEAP),
      jvm: perRole(roles, JVM),
    },
  };
}
