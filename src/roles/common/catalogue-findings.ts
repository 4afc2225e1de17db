import { findingAt, type RuleFinding } from '../../inventory/diagnostic.ts';
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
  return [...findings, findingAt('PROPERTY_KEYS_OLDER', ['version'], { version, known: keys.version })];
}

/** A value and the file that has it, at one place: which of them counts cannot be said. */
function givenTwice(properties: readonly WrittenProperty[]): RuleFinding[] {
  const placeOf = ({ key, path }: WrittenProperty): string => pointerOf([...path.slice(0, -1), key]);
  return [...groupBy(properties, placeOf).values()].flatMap(([first, ...rest]) =>
    rest.map(({ path }) => {
      const values = { key: quoted(path.at(-1)), other: quoted(first?.path.at(-1)) };
      return findingAt('PROPERTY_TWICE', path, values, { part: 'key' });
    }),
  );
}

function findingOf(
  property: WrittenProperty,
  keys: Keys | undefined,
  { file, setBy, correctionOf }: PropertyContext,
): RuleFinding | undefined {
  const { key, path } = property;
  const values = { key: quoted(key) };
  if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(key))
    return findingAt('PROPERTY_NAME', path, values, { part: 'key' });
  if (Object.hasOwn(setBy, key))
    return findingAt('PROPERTY_OWNED', path, values, { hint: setBy[key], part: 'key' });
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
  const values = { key: quoted(key), version };
  if (unsettable.has(key)) return findingAt('PROPERTY_UNSETTABLE', path, values, { part: 'key' });
  const lives = livesOf(file, key);
  if (lives.length > 0) {
    const more = { hint: INSTEAD[key], part: 'key' } as const;
    return findingAt(
      'PROPERTY_OTHER_VERSION',
      path,
      { ...values, lives: inSeries(lives.map(showLife)) },
      more,
    );
  }
  const choices = [...new Set([...types.keys(), ...Object.keys(setBy)])];
  const more = { hint: didYouMean(key, choices), part: 'key' } as const;
  return findingAt('PROPERTY_UNKNOWN', path, { ...values, owner: OWNER[file] }, more);
}

const OWNER: Readonly<Record<PropertyFile, string>> = { broker: 'broker', namesrv: 'name server' };

function showLife({ since, until }: Life): string {
  if (until === undefined) return `${since} and newer`;
  return since === until ? since : `${since} to ${until}`;
}

/** The keys of other versions for the same thing. */
const INSTEAD: Readonly<Record<string, string>> = {
  haSlaveFallbehindMax: 'use `haMaxGapNotInSync`, its name since 5.0.0',
  haMaxGapNotInSync: 'use `haSlaveFallbehindMax`, its name before 5.0.0',
  diskSpaceWarningLevelRatio:
    'before 5.0.0 use a JVM option: `jvm: { broker: [-Drocketmq.broker.diskSpaceWarningLevelRatio=0.90] }`',
  diskSpaceCleanForciblyRatio:
    'before 5.0.0 use a JVM option: `jvm: { broker: [-Drocketmq.broker.diskSpaceCleanForciblyRatio=0.85] }`',
};

/** RocketMQ reads properties as ISO 8859-1, does not trim a value, and does not report one that it cannot parse. */
function valueFinding(
  { key, value: held, path, problem }: WrittenProperty,
  type: Parameters<typeof valueFault>[0] | undefined,
): RuleFinding | undefined {
  if (problem !== undefined) return findingAt('SECRET_FILE', path, { key: quoted(key), fault: problem });
  const refused = (fault: string, hint: string): RuleFinding =>
    findingAt('PROPERTY_VALUE', path, { key: quoted(key), fault }, { hint });
  if (held === undefined) return undefined;
  const value = reveal(held);
  if (/[\r\n]/.test(value)) return refused('it contains a line break', 'write it in one line');
  if (value !== value.trim())
    return refused('it starts or ends with a space, which RocketMQ does not trim', 'remove the space');
  if (/[^\x20-\x7E]/.test(value))
    return refused('it contains a character that is not ASCII', 'use ASCII characters');
  const misread = type === undefined ? undefined : valueFault(type, value);
  if (misread === undefined) return undefined;
  const { expects, otherwise, meant } = misread;
  const hint = meant === undefined || held !== value ? `write ${expects}` : `write ${quoted(meant)}`;
  return refused(`must be ${expects}, not ${quoted(held)} (RocketMQ would silently ${otherwise})`, hint);
}
