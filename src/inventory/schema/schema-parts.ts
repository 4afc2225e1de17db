/** The pieces that several keys of the inventory share. Literals, so that the types follow from them (json-schema.ts). */

/** Text that is not empty. */
export const text = (title: string, description?: string) =>
  ({ type: 'string', minLength: 1, title, description }) as const;

export const flag = (description: string) =>
  ({ type: 'boolean', title: 'true or false', description }) as const;

/** A mapping that has no other keys than these, each of them optional. */
export const mapping = <const Properties>(properties: Properties, title?: string, description?: string) =>
  ({ type: 'object', additionalProperties: false, properties, title, description }) as const;

export const PORT = {
  type: 'integer',
  minimum: 1,
  maximum: 65535,
  title: 'a port number',
  description: 'Where it listens; default: counted on each host',
} as const;

export const SIZE = {
  type: 'string',
  pattern: '^[1-9][0-9]*[kmgtKMGT]$',
  title: 'a size such as 512m or 4g',
} as const;

export const HEAP = {
  title: 'a size such as 4g, or { size, young, direct }',
  description: 'Java heap (size), young generation and direct memory; default: from the memory of the host',
  anyOf: [
    SIZE,
    {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      title: '{ size, young, direct }',
      properties: {
        size: { ...SIZE, description: 'Initial and maximum heap' },
        young: { ...SIZE, description: 'Young generation; default: G1 finds its own' },
        direct: { ...SIZE, description: "Limit of direct memory; default: a third of a broker's heap" },
      },
    },
  ],
} as const;

export const JVM = {
  type: 'array',
  items: { type: 'string', title: 'a JVM option such as -Dname=value' },
  title: 'a list of JVM options',
  description: 'More JVM options, last on the command line',
} as const;

export const ADDRESS = text(
  'an IPv4 address or a host name',
  'What clients and brokers dial; default: the address of the host',
);

export const HOST_NAME = text('the name of a host of `hosts`', 'Where it runs');

export const PROPERTIES = {
  type: 'object',
  additionalProperties: {
    type: ['string', 'number', 'boolean'],
    title: 'text, a number, true or false',
    description: 'A key of the release, its value taken as written',
  },
  title: 'a mapping of broker properties',
  description: 'For this one; the nearest wins: instance, broker, role, cluster',
} as const;

/** What an instance of any role has besides its host, where it is written out. */
export const INSTANCE = {
  address: ADDRESS,
  port: PORT,
  heap: HEAP,
  jvm: JVM,
  properties: PROPERTIES,
} as const;

/** A member of a list of instances: the name of its host, or a mapping with that. */
export const entry = <const Properties>(properties: Properties, title: string, description?: string) =>
  ({
    title,
    description,
    anyOf: [
      HOST_NAME,
      {
        type: 'object',
        additionalProperties: false,
        required: ['host'],
        properties: { host: HOST_NAME, ...properties },
      },
    ],
  }) as const;

/** A file of this machine. */
export const LOCAL_FILE = text('the path of a file', 'On this machine, relative to the inventory');

const SSH_PROPERTIES = {
  user: text('a login name', 'Default: ~/.ssh/config, else yours'),
  port: { ...PORT, description: 'Default: ~/.ssh/config, else 22' },
  identity: text(
    'the path of a private key',
    'On this machine; default: the agent, else the usual key files',
  ),
  jump: text('a jump host, [user@]host[:port]', 'The way to the host; several separated by commas'),
  become: flag('true: sudo where root is needed'),
  knownHosts: text(
    'the path of a known_hosts file',
    'On this machine, then the only one; default: known_hosts beside the inventory (see rmqctl trust) and ~/.ssh/known_hosts',
  ),
} as const;

export const SSH = mapping(
  SSH_PROPERTIES,
  'a mapping of SSH settings',
  'How to log in to every host; a host may override each key',
);

export const HOST_SSH = mapping(
  { host: { ...ADDRESS, description: 'Where to log in; default: the address' }, ...SSH_PROPERTIES },
  'a mapping of SSH settings',
  'What differs from `ssh` for this host',
);
