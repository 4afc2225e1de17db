#!/usr/bin/env node
/**
 * Prints the row of a release for src/rocketmq/catalogue: what changed in the keys since the newest row before it.
 *
 *   npm run build && node scripts/catalogue-row.mjs 5.6.0 rocketmq-{common,store,remoting,auth,tiered-store}-5.6.0.jar
 *
 * Keys are the public setters of the configuration classes, as RocketMQ's own loader finds them (MixAll.properties2Object);
 * they are read with javap, which every JDK has. A field without a setter (`unsettable`) is no method: look for those by hand.
 */
import { execFileSync } from 'node:child_process';
import { keysOf, CATALOGUE } from '../dist/rocketmq/catalogue/catalogue.js';
import { PROPERTY_TYPES } from '../dist/rocketmq/catalogue/row.js';

const PACKAGE = 'org.apache.rocketmq';
const NETTY = ['remoting.netty.NettyServerConfig', 'remoting.netty.NettyClientConfig'];
/** The later class wins where two have a key of one name. */
const CLASSES = {
  broker: [
    'tieredstore.MessageStoreConfig',
    'auth.config.AuthConfig',
    ...NETTY,
    'store.config.MessageStoreConfig',
    'common.BrokerIdentity',
    'common.BrokerConfig',
  ],
  namesrv: [...NETTY, 'common.namesrv.NamesrvConfig'],
};
/** Setters that take text, and make an enumeration of it. */
const ENUMERATIONS = {
  brokerRole: 'BrokerRole',
  flushDiskType: 'FlushDiskType',
  defaultMessageRequestMode: 'MessageRequestMode',
  metricsExporterType: 'MetricsExporterType',
  tieredStorageLevel: 'TieredStorageLevel',
};
/** Read by BrokerStartup itself (properties2SystemEnv). */
const BESIDE = { broker: ['rmqAddressServerDomain', 'rmqAddressServerSubGroup'], namesrv: [] };
const READABLE = new Set(['String', 'int', 'long', 'double', 'float', 'boolean']);

/** Keys and types of a class; javap ends the run where the jars do not have it, lest its keys be taken for gone. */
function settersOf(name, jars) {
  const javap = ['-public', '-cp', jars.join(':'), `${PACKAGE}.${name}`];
  const text = execFileSync('javap', javap, { encoding: 'utf8' });
  return [...text.matchAll(/public .*\bset(\w+)\(([\w.]+)\)/g)].flatMap(([, word, parameter]) => {
    const key = word[0].toLowerCase() + word.slice(1);
    const type = parameter.split('.').at(-1);
    return READABLE.has(type) ? [[key, ENUMERATIONS[key] ?? type]] : [];
  });
}

/** What is new, what has another type, what is gone. */
function changesOf(file, jars, before) {
  const now = new Map([
    ...BESIDE[file].map((key) => [key, 'String']),
    ...CLASSES[file].flatMap((name) => settersOf(name, jars)),
  ]);
  const added = PROPERTY_TYPES.map((type) => ({
    name: type,
    keys: [...now]
      .filter(([key, held]) => held === type && before.types.get(key) !== type)
      .map(([key]) => key),
  }));
  const gone = { name: 'gone', keys: [...before.types.keys()].filter((key) => !now.has(key)) };
  const byName = (a, b) => a.localeCompare(b);
  return [...added, gone]
    .filter(({ keys }) => keys.length > 0)
    .map(({ name, keys }) => `      ${name}: \`${keys.sort(byName).join(' ')}\`,`)
    .join('\n');
}

const [version, ...jars] = process.argv.slice(2);
if (version === undefined || jars.length === 0) {
  console.error('usage: node scripts/catalogue-row.mjs VERSION JAR...');
  process.exit(2);
}
const before = CATALOGUE.filter((row) => row.version !== version).at(-1).version;
const parts = Object.keys(CLASSES).flatMap((file) => {
  const changes = changesOf(file, jars, keysOf(file, before));
  return changes === '' ? [] : [`    ${file}: {\n${changes}\n    },`];
});
console.log(
  parts.length === 0
    ? `  { version: '${version}' },`
    : `  {\n    version: '${version}',\n${parts.join('\n')}\n  },`,
);
