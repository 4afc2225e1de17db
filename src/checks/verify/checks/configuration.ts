import { RmqctlError } from '../../../errors.ts';
import { type ConfigFile, valuesIn } from '../../../rocketmq/configuration/config-file.ts';
import { isRewritten } from '../../../rocketmq/configuration/on-host.ts';
import { REDACTED } from '../../../redaction/secret.ts';
import { keysOf } from '../../../rocketmq/catalogue/catalogue.ts';
import { type Check, judgeMembers, type Reading } from '../check.ts';
import type { Member } from '../context.ts';
import { runningConfig, runningRelease, runtime } from '../questions.ts';
import type { Judgement } from '../../finding.ts';
import { readableProperties } from '../../../rocketmq/configuration/properties-text.ts';
import { sh } from '../../../shell/script.ts';
import type { PropertyType } from '../../../rocketmq/catalogue/row.ts';

/** A property file as a host has it. */
interface FoundProperties {
  readonly text: string;
  /** undefined if it is not there, or cannot be read as properties */
  readonly entries: ReadonlyMap<string, string> | undefined;
}

const reading: Reading<FoundProperties> = {
  id: 'configuration',
  on: 'member',
  probe: ({ config }) =>
    config && {
      id: 'property-file',
      script: sh`cat ${config.path} 2>/dev/null && echo '#read'`,
      parse: (text) => ({ text, entries: text.endsWith('#read\n') ? readableProperties(text) : undefined }),
    },
};

/**
 * Compares three sides, key by key: the rendered file, the file on the host, and the running instance. A value that RocketMQ
 * swallows without a word differs only in the third.
 */
export const configuration: Check = {
  id: 'configuration',
  title: 'configuration',
  asks: 'Does each property have the rendered value, in the file on the host and in the running instance?',
  on: 'each instance with a property file',
  severity: 'fail',
  hint: 'rmqctl plan shows what differs in the file, rmqctl deploy puts it right and restarts the instance',
  readings: [reading],
  questions: [runtime, runningConfig],
  judge: (context, seen) =>
    judgeMembers(
      context.members,
      ({ instance }) => seen.found(reading, instance.name),
      (found, member) => {
        const { config, instance } = member;
        const running = seen.answer(runningConfig, instance.name);
        const release = runningRelease(seen, member) ?? context.topology.version;
        return config === undefined ? [] : judge(member, { config, ...found, running, release });
      },
    ),
};

interface Sides extends FoundProperties {
  readonly config: ConfigFile;
  readonly running: ReadonlyMap<string, string> | RmqctlError | undefined;
  /** the release that runs, which decides the types of its properties */
  readonly release: string;
}

function judge(member: Member, sides: Sides): Judgement[] {
  const { config, entries, running } = sides;
  if (entries === undefined)
    return [{ status: 'fail', detail: `${config.path} is not there, or no property file` }];
  const [first, ...rest] = differences(member, sides);
  // another check reports that it does not answer
  const unknown: Judgement[] =
    running instanceof RmqctlError
      ? [{ status: 'skip', detail: `what runs is not known: ${running.message}` }]
      : [];
  if (first !== undefined) {
    const more = rest.length === 0 ? '' : ` (and ${rest.length} more)`;
    return [{ status: 'fail', detail: `${first}${more}`, evidence: rest }, ...unknown];
  }
  if (unknown.length > 0) return unknown;
  const where = running === undefined ? 'rendered and in the file' : 'rendered, in the file and running';
  return [{ status: 'pass', detail: `${Object.keys(config.entries).length} keys are the same ${where}` }];
}

/** A line for each key that is not the same everywhere. */
function differences({ instance, hidden }: Member, sides: Sides): string[] {
  const { config, entries: file = new Map<string, string>(), text } = sides;
  const desired = valuesIn(config);
  // of a hidden value only that it differs is reported
  const shown = (key: string, value: string): string =>
    hidden.has(key) ? (value === desired.get(key) ? REDACTED : 'another value') : plainly(value);
  const running = sides.running instanceof Map ? sides.running : undefined;
  const program = instance.broker === undefined ? 'name server' : 'broker';
  const { types } = keysOf(instance.broker === undefined ? 'namesrv' : 'broker', sides.release);
  const rendered = [...desired].flatMap(([key, wanted]) => {
    const inFile = file.get(key);
    const live: string | undefined = running?.get(key);
    const found: string[] = [];
    if (inFile === undefined) found.push('not in the file');
    else if (inFile !== wanted) found.push(`${shown(key, inFile)} in the file`);
    if (live !== undefined && !sameValue(types.get(key), wanted, live))
      found.push(`${shown(key, live)} in the running ${program}`);
    return found.length === 0 ? [] : [`${key} is ${found.join(' and ')}, wanted ${shown(key, wanted)}`];
  });
  const extra = isRewritten(text)
    ? []
    : [...file]
        .filter(([key]) => !desired.has(key))
        .map(([key, value]) => `${key}=${hidden.has(key) ? REDACTED : value} was added to the file`);
  return [...rendered, ...extra];
}

/** Shows spaces at the ends of a value. */
function plainly(value: string): string {
  return value === '' || value !== value.trim() ? JSON.stringify(value) : value;
}

/**
 * True if a running instance's value is the rendered one: it prints numbers and flags in another form ("+8" as 8, TRUE as true),
 * and texts as they are.
 * @param type undefined for a key that the release does not know: it is echoed as its file has it
 */
export function sameValue(type: PropertyType | undefined, wanted: string, found: string): boolean {
  if (wanted === found) return true;
  if (type === 'int' || type === 'long' || type === 'double') return Number(wanted) === Number(found);
  if (type === 'boolean') return wanted.toLowerCase() === found.toLowerCase();
  // enumerations are trimmed since 5.2.0, and so are texts
  return wanted.trim() === found;
}
