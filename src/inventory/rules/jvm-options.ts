import { releaseOf } from '../../rocketmq/releases.ts';
import { error, type RuleFinding, warning } from '../diagnostic.ts';
import type { Path } from '../path.ts';
import { quoted } from '../schema/quoted.ts';
import type { Rule } from '../rule.ts';

/** Options that `heap` sets, and the key for each. */
const HEAP_OPTIONS: readonly (readonly [RegExp, string])[] = [
  [/^-Xm[sx]|^-XX:(Max|Initial)HeapSize=/, 'size'],
  [/^-Xmn|^-XX:(Max)?NewSize=/, 'young'],
  [/^-XX:MaxDirectMemorySize=/, 'direct'],
];

function optionFindings(option: string, at: Path): RuleFinding[] {
  if (!option.startsWith('-')) {
    const message = `${quoted(option)} is not a JVM option: java would take it for the class to run`;
    return [error('JVM_OPTION', at, message, 'options begin with `-`')];
  }
  if (!/^[\x21-\x7E]+$/.test(option)) {
    const hint = option.includes(' -') ? 'one option an item of the list' : 'leave it out';
    const message = `${quoted(option)} has a blank or a character that is not ASCII in it`;
    return [error('JVM_OPTION', at, message, hint)];
  }
  const key = HEAP_OPTIONS.find(([pattern]) => pattern.test(option))?.[1];
  if (key === undefined) return [];
  const message = `${quoted(option)} overrides what rmqctl reckons with for the memory of the host`;
  return [warning('JVM_OPTION', at, message, `use \`heap: { ${key}: ... }\``)];
}

/** Every user of a host can read the command lines of its processes. */
function secretOption(at: Path): RuleFinding {
  return error(
    'SECRET_ON_COMMAND_LINE',
    at,
    'a value from the environment may be a secret, and a JVM option stands on a command line, where everybody on the host reads it',
    'write the value into the inventory where it is none; give a secret as a property',
  );
}

/** JVM options of roles and of instances. */
export const jvmOptionRules: Rule = ({ topology, drafts, isSecret, knownVersion }) => {
  const startsG1 = (version: string): boolean =>
    knownVersion(version) && releaseOf(version).collectorFor(8) === 'G1';
  const listed = (options: readonly string[], at: Path): RuleFinding[] =>
    options.flatMap((option, index) => {
      const path = [...at, index];
      return isSecret(path) ? [secretOption(path)] : optionFindings(option, path);
    });
  const ofInstances = drafts.map(({ at, jvm = [] }) => [jvm, [...at, 'jvm']] as const);
  const ofRoles = Object.entries(topology.jvm).map(([role, options]) => [options, ['jvm', role]] as const);
  return [...ofRoles, ...ofInstances].flatMap(([options, at]) => [
    ...listed(options, at),
    ...(startsG1(topology.version) ? collectors(options, at) : []),
  ]);
};

/** Options that select another collector than the start scripts (templates/common/jvm.sh), and the one that turns theirs off. */
const OTHER_COLLECTOR =
  /^-XX:\+Use(?:Serial|Parallel|ParallelOld|ParNew|ConcMarkSweep|Z|Shenandoah|Epsilon)GC$/;
const WITHOUT_G1 = '-XX:-UseG1GC';

/** A JVM does not start with two collectors. */
function collectors(options: readonly string[], at: Path): RuleFinding[] {
  if (options.includes(WITHOUT_G1)) return [];
  return options.flatMap((option, index) => {
    if (!OTHER_COLLECTOR.test(option)) return [];
    const message = `with ${quoted(option)} no JVM starts: it has G1 already, and takes one collector`;
    return [warning('JVM_COLLECTOR', [...at, index], message, `put ${quoted(WITHOUT_G1)} before it`)];
  });
}
