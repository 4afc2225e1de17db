import { releaseOf } from '../../rocketmq/releases.ts';
import { findingAt, type RuleFinding } from '../diagnostic.ts';
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
  const refused = (fault: string, hint: string): RuleFinding[] => [
    findingAt('JVM_OPTION', at, { option: quoted(option), fault }, { hint }),
  ];
  if (!option.startsWith('-'))
    return refused('java would take it for the class to run', 'start options with `-`');
  if (!/^[\x21-\x7E]+$/.test(option)) {
    const hint = option.includes(' -') ? 'write one option per list item' : 'remove that character';
    return refused('it contains whitespace or a character that is not ASCII', hint);
  }
  const key = HEAP_OPTIONS.find(([pattern]) => pattern.test(option))?.[1];
  if (key === undefined) return [];
  const values = { option: quoted(option), literal: `{ ${key}: ... }` };
  return [findingAt('JVM_OPTION_OVERRIDES_HEAP', at, values)];
}

/** JVM options of roles and of instances. */
export const jvmOptionRules: Rule = ({ topology, drafts, isSecret, knownVersion }) => {
  const startsG1 = (version: string): boolean =>
    knownVersion(version) && releaseOf(version).collectorFor(8) === 'G1';
  const listed = (options: readonly string[], at: Path): RuleFinding[] =>
    options.flatMap((option, index) => {
      const path = [...at, index];
      return isSecret(path) ? [findingAt('SECRET_ON_COMMAND_LINE', path, {})] : optionFindings(option, path);
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
    const values = { option: quoted(option), without: quoted(WITHOUT_G1) };
    return [findingAt('JVM_COLLECTOR', [...at, index], values)];
  });
}
