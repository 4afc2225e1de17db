import { error, type RuleFinding, note, underKey } from '../../inventory/diagnostic.ts';
import { didYouMean } from '../../inventory/hints/nearest.ts';
import { pointerOf } from '../../inventory/path.ts';
import { inSeries, quoted } from '../../inventory/schema/quoted.ts';
import type { RuleContext } from '../../inventory/rule.ts';
import { type Keys, keysOf, type Life, livesOf } from '../../rocketmq/catalogue/catalogue.ts';
import type { PropertyFile } from '../../rocketmq/catalogue/row.ts';
import { valueFault } from '../../rocketmq/catalogue/value.ts';
import { nearestKnown } from '../../rocketmq/releases.ts';
import { reveal } from '../../redaction/secret.ts';
import { groupBy } from '../../std/group-by.ts';
import type { PropertyCorrection } from '../../rocketmq/configuration/corrections.ts';
import type { WrittenProperty } from '../../inventory/values.ts';

/** The properties of one kind of file, and what is said of their keys elsewhere. */
interface PropertyContext {
  readonly file: PropertyFile;
  readonly properties: readonly WrittenProperty[];
  /** keys that follow from the inventory, and how each is set instead */
  readonly setBy: Readonly<Record<string, string>>;
  /** what is rendered instead of a key, where it is not rendered as it is */
  readonly correctionOf: (key: string) => PropertyCorrection | undefined;
}

/**
 * What is wrong with properties: RocketMQ ignores a key that it does not know and a value that it cannot read, and says
 * nothing (MixAll.properties2Object). One finding a property, the first that applies.
 */
export function propertyFindings(
  { inventory, knownVersion }: RuleContext,
  context: PropertyContext,
): RuleFinding[] {
  const { version } = inventory;
  // of an unknown release nothing can be said of keys; that it is unknown is told by another rule
  const keys = knownVersion(version) ? keysOf(context.file, version) : undefined;
  const findings = [
    ...context.properties.flatMap((property) => findingOf(property, keys, context) ?? []),
    ...givenTwice(context.properties),
  ];
  // of a release that is taken to be like another one, that is told with its number
  const isLike = nearestKnown(version) !== version;
  if (keys === undefined || keys.version === version || isLike || context.properties.length === 0)
    return findings;
  const message = `the keys of RocketMQ ${version} are not known: they are taken to be those of ${keys.version}`;
  const hint = `a key that came with ${version} is refused`;
  return [...findings, note('PROPERTY_KEYS_OLDER', ['version'], message, hint)];
}

/** A value and the file that has it, at one place: which of them counts cannot be said. */
function givenTwice(properties: readonly WrittenProperty[]): RuleFinding[] {
  const placeOf = ({ key, path }: WrittenProperty): string => pointerOf([...path.slice(0, -1), key]);
  return [...groupBy(properties, placeOf).values()].flatMap(([first, ...rest]) =>
    rest.map(({ path }) => {
      const message = `${quoted(path.at(-1))} gives the property that ${quoted(first?.path.at(-1))} gives`;
      return underKey(error('PROPERTY_TWICE', path, message, 'keep one of them'));
    }),
  );
}

function findingOf(
  property: WrittenProperty,
  keys: Keys | undefined,
  { file, setBy, correctionOf }: PropertyContext,
): RuleFinding | undefined {
  const { key, path } = property;
  if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(key)) {
    const message = `${quoted(key)} is not the name of a property`;
    return underKey(error('PROPERTY_NAME', path, message, 'letters and digits'));
  }
  if (Object.hasOwn(setBy, key)) {
    return underKey(error('PROPERTY_OWNED', path, `${quoted(key)} cannot be set as a property`, setBy[key]));
  }
  const correction = correctionOf(key);
  const name = correction === undefined ? key : correction.renamedTo;
  const refused =
    correction !== undefined || keys === undefined || keys.types.has(key)
      ? undefined
      : keyFinding(property, keys, { file, setBy });
  return refused ?? valueFinding(property, name === undefined ? undefined : keys?.types.get(name));
}

/** A key that this version does not read: of another version, without a setter, or of none. */
function keyFinding(
  { key, path }: WrittenProperty,
  { version, types, unsettable }: Keys,
  { file, setBy }: Pick<PropertyContext, 'file' | 'setBy'>,
): RuleFinding {
  if (unsettable.has(key)) {
    const message = `${quoted(key)} is a field of RocketMQ ${version} that no file can set: it has no setter`;
    return underKey(error('PROPERTY_UNSETTABLE', path, message, 'remove it'));
  }
  const lives = livesOf(file, key);
  if (lives.length > 0) {
    const message = `RocketMQ ${version} would ignore ${quoted(key)}: it is a key of ${inSeries(lives.map(showLife))}`;
    return underKey(error('PROPERTY_OTHER_VERSION', path, message, INSTEAD[key] ?? 'remove it'));
  }
  const choices = [...new Set([...types.keys(), ...Object.keys(setBy)])];
  const message = `${quoted(key)} is not a property of a ${WHOSE[file]}: RocketMQ ${version} would ignore it`;
  return underKey(error('PROPERTY_UNKNOWN', path, message, didYouMean(key, choices) ?? 'remove it'));
}

const WHOSE: Readonly<Record<PropertyFile, string>> = { broker: 'broker', namesrv: 'name server' };

function showLife({ since, until }: Life): string {
  if (until === undefined) return `${since} and newer`;
  return since === until ? since : `${since} to ${until}`;
}

/** What the other versions have in place of a key. */
const INSTEAD: Readonly<Record<string, string>> = {
  haSlaveFallbehindMax: 'since 5.0.0 it is `haMaxGapNotInSync`',
  haMaxGapNotInSync: 'before 5.0.0 it is `haSlaveFallbehindMax`',
  diskSpaceWarningLevelRatio:
    'before 5.0.0 it is a JVM option: `jvm: { broker: [-Drocketmq.broker.diskSpaceWarningLevelRatio=0.90] }`',
  diskSpaceCleanForciblyRatio:
    'before 5.0.0 it is a JVM option: `jvm: { broker: [-Drocketmq.broker.diskSpaceCleanForciblyRatio=0.85] }`',
};

/** RocketMQ reads properties as ISO 8859-1, and neither trims a value nor tells one that it cannot parse. */
function valueFinding(
  { key, value: held, path, problem }: WrittenProperty,
  type: Parameters<typeof valueFault>[0] | undefined,
): RuleFinding | undefined {
  if (problem !== undefined) {
    const message = `the file with the value of ${quoted(key)} cannot be used: ${problem}`;
    return error('SECRET_FILE', path, message, 'a relative path starts at the folder of the inventory');
  }
  const fault = (what: string, hint: string): RuleFinding =>
    error('PROPERTY_VALUE', path, `the value of ${quoted(key)} ${what}`, hint);
  if (held === undefined) return undefined;
  const value = reveal(held);
  if (/[\r\n]/.test(value)) return fault('has a line break in it', 'write it in one line');
  if (value !== value.trim()) {
    const what = 'begins or ends with a blank, which RocketMQ would take for a part of it';
    return fault(what, 'remove the blank');
  }
  if (/[^\x20-\x7E]/.test(value)) {
    return fault('has a character in it that is not ASCII', 'use ASCII characters');
  }
  const misread = type === undefined ? undefined : valueFault(type, value);
  if (misread === undefined) return undefined;
  const { expects, otherwise, meant } = misread;
  const hint = meant === undefined || held !== value ? `write ${expects}` : `write ${quoted(meant)}`;
  return fault(`must be ${expects}, not ${quoted(held)}: RocketMQ would say nothing, and ${otherwise}`, hint);
}
