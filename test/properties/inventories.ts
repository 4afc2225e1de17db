import * as fc from 'fast-check';
import { VERSIONS } from '../../src/rocketmq/releases.ts';

/** A valid inventory, as data, and what its broker-0 is given by it. */
export interface Sample {
  readonly inventory: Readonly<Record<string, unknown>>;
  /** properties of every broker, and of the master of broker-0 alone, which win */
  readonly everywhere: Readonly<Record<string, string>>;
  readonly nearest: Readonly<Record<string, string>>;
}

const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,11}$/);
const folder = fc
  .array(fc.stringMatching(/^[A-Za-z0-9._@+-]{1,8}$/), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.map((part) => `x${part}`).join('/'));

/** What a property of text may hold: printable ASCII that neither RocketMQ nor YAML takes for anything else. */
const value = fc
  .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 })
  .filter((text) => text.trim() === text && !text.includes('${'));

const properties: fc.Arbitrary<Record<string, string>> = fc
  .record(
    {
      messageDelayLevel: value,
      deleteWhen: value,
      fileReservedTime: fc.integer({ min: 1, max: 999 }).map(String),
      maxMessageSize: fc.integer({ min: 65536, max: 4194304 }).map(String),
      autoCreateTopicEnable: fc.boolean().map(String),
      defaultTopicQueueNums: fc.integer({ min: 1, max: 64 }).map(String),
    },
    { requiredKeys: [] },
  )
  .map((given) => Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined)));

const size = fc.constantFrom('256m', '512m', '1g', '4g', '8g');
const jvm = fc.array(
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }).map((text) => `-Dx=${text.replaceAll(/[ $]/g, '')}`),
  { maxLength: 2 },
);

const shape = fc.record({
  cluster: name,
  version: fc.constantFrom(...VERSIONS),
  mode: fc.constantFrom('single', 'masters', 'async', 'sync'),
  hosts: fc.uniqueArray(name, { minLength: 2, maxLength: 4 }),
  paths: fc.tuple(folder, folder, folder),
  everywhere: properties,
  nearest: properties,
  jvm,
  memory: fc.constantFrom('64g', '256g'),
});

/** Keys that may be there or not. */
const extras = fc.record(
  {
    ssh: fc.record({
      user: fc.constantFrom('root', 'ops'),
      become: fc.boolean(),
      port: fc.integer({ min: 1, max: 65535 }),
    }),
    heap: fc.record({ namesrv: size, broker: fc.record({ size, young: fc.constant('128m') }) }),
    supervisor: fc.constantFrom('auto', 'nohup'),
    firewall: fc.constantFrom('auto', 'disable', 'off'),
    aliases: fc.constantFrom('rocketmq', 'mq2', false),
    profile: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** Inventories that rmqctl accepts, of every version and mode, with odd names, paths, values and options. */
export const samples: fc.Arbitrary<Sample> = fc.tuple(shape, extras).map(([given, more]) => {
  const { hosts, mode, everywhere, nearest, paths } = given;
  const [home, store, logs] = paths.map((path, index) => `/opt/${['home', 'store', 'logs'][index]}/${path}`);
  const others = mode === 'async' || mode === 'sync' ? [hosts[1]!] : [];
  const second = mode === 'single' ? {} : { 'broker-1': [hosts[1], ...others.map(() => hosts[0])] };
  return {
    everywhere,
    nearest,
    inventory: {
      cluster: given.cluster,
      version: given.version,
      mode,
      hosts: Object.fromEntries(
        hosts.map((host, index) => [host, { address: `10.0.0.${index + 1}`, memory: given.memory }]),
      ),
      namesrv: mode === 'single' ? [hosts[0]] : hosts.slice(0, 2),
      brokers: {
        'broker-0': { master: { host: hosts[0], jvm: given.jvm, properties: nearest }, slaves: others },
        ...second,
      },
      properties: everywhere,
      paths: { home, store, logs },
      ...more,
    },
  };
});
