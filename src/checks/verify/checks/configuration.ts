import { RmqctlError } from '../../../errors.ts';
import { type ConfigFile, valuesIn } from '../../../rocketmq/configuration/config-file.ts';
import { isRewritten } from '../../../rocketmq/configuration/on-host.ts';
import { REDACTED } from '../../../redaction/secret.ts';
import { keysOf } from '../../../rocketmq/catalogue/catalogue.ts';
import type { Check, Reading } from '../check.ts';
import { locationOf, type Member } from '../context.ts';
import { runningConfig, runningRelease, runtime } from '../questions.ts';
import type { Judgement } from '../../finding.ts';
import { readableProperties } from '../../../rocketmq/configuration/properties-text.ts';
import { sh } from '../../../shell/script.ts';
import type { Probe } from '../../../probes/probe.ts';
import type { PropertyType } from '../../../rocketmq/catalogue/row.ts';

/** A property file as a host has it. */
interface FoundProperties {
  readonly text: string;
  /** undefined: it is not there, or cannot be read as properties */
  readonly entries: ReadonlyMap<string, string> | undefined;
}

const READ = '#read\n';

function propertyFile(path: string): Probe<FoundProperties> {
  return {
    id: 'property-file',
    script: sh`cat ${path} 2>/dev/null && echo '#read'`,
    parse: (text) => ({ text, entries: entriesOf(text) }),
  };
}

function entriesOf(text: string): ReadonlyMap<string, string> | undefined {
  return text.endsWith(READ) ? readableProperties(text) : undefined;
}

const reading: Reading<FoundProperties> = {
  id: 'configuration',
  on: 'member',
  probe: ({ config }) => (config === undefined ? undefined : propertyFile(config.path)),
};

/**
 * Three sides, key by key: what was rendered, what the file on the host says, what the running instance says of itself. A
 * value that RocketMQ swallows without a word differs in the third alone (rocketmq.md 1.1).
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
    context.members.flatMap((member) => {
      const { config, instance } = member;
      const found = seen.found(reading, instance.name);
      if (config === undefined || found === undefined) return [];
      const { entries: file, text } = found;
      const running = seen.answer(runningConfig, instance.name);
      const release = runningRelease(seen, member) ?? context.topology.version;
      return judge(member, { config, file, text, running, release });
    }),
};

interface Sides {
  readonly config: ConfigFile;
  /** undefined: it is not there, or cannot be read as properties */
  readonly file: ReadonlyMap<string, string> | undefined;
  readonly text: string;
  readonly running: ReadonlyMap<string, string> | RmqctlError | undefined;
  /** the release that runs, which decides the types of its properties */
  readonly release: string;
}

function judge(member: Member, sides: Sides): Judgement[] {
  const place = locationOf(member);
  const { config, file, running } = sides;
  if (file === undefined)
    return [{ ...place, status: 'fail', detail: `${config.path} is not there, or no property file` }];
  const wrong = differences(member, sides);
  // that it does not answer is told elsewhere
  const unknown: Judgement[] =
    running instanceof RmqctlError
      ? [{ ...place, status: 'skip', detail: `what runs is not known: ${running.message}` }]
      : [];
  if (wrong.length > 0) {
    const [first = '', ...rest] = wrong;
    const more = rest.length === 0 ? '' : ` (and ${rest.length} more)`;
    return [{ ...place, status: 'fail', detail: `${first}${more}`, evidence: rest }, ...unknown];
  }
  if (unknown.length > 0) return unknown;
  const sidesText = running === undefined ? 'rendered and in the file' : 'rendered, in the file and running';
  return [
    {
      ...place,
      status: 'pass',
      detail: `${Object.keys(config.entries).length} keys are the same ${sidesText}`,
    },
  ];
}

/** A line for each key that is not the same everywhere. */
function differences({ instance, hidden }: Member, sides: Sides): string[] {
  const { config, file = new Map<string, string>(), text } = sides;
  const desired = valuesIn(config);
  // which of the sides is right is told, not what each says
  const shown = (key: string, value: string): string =>
    hidden.has(key) ? (value === desired.get(key) ? REDACTED : 'another value') : plainly(value);
  const running = sides.running instanceof Map ? sides.running : undefined;
  const { types } = keysOf(instance.broker === undefined ? 'namesrv' : 'broker', sides.release);
  const rendered = [...desired].flatMap(([key, wanted]) => {
    const inFile = file.get(key);
    const live: string | undefined = running?.get(key);
    const fileDiffers = inFile !== wanted;
    const liveDiffers = live !== undefined && !sameValue(types.get(key), wanted, live);
    if (!fileDiffers && !liveDiffers) return [];
    const found = [
      ...(fileDiffers
        ? [inFile === undefined ? 'not in the file' : `${shown(key, inFile)} in the file`]
        : []),
      ...(liveDiffers
        ? [`${shown(key, live)} in the running ${instance.broker === undefined ? 'name server' : 'broker'}`]
        : []),
    ];
    return [`${key} is ${found.join(' and ')}, wanted ${shown(key, wanted)}`];
  });
  const extra = isRewritten(text)
    ? []
    : [...file]
        .filter(([key]) => !desired.has(key))
        .map(([key, value]) => `${key}=${hidden.has(key) ? REDACTED : value} was added to the file`);
  return [...rendered, ...extra];
}

/** A value with blanks at its end shows them. */
function plainly(value: string): string {
  return value === '' || value !== value.trim() ? JSON.stringify(value) : value;
}

/**
 * Whether a running instance's value is what was rendered: it prints numbers and flags in its own form ("+8" as 8, TRUE as
 * true), and texts as they are.
 * @param type undefined for a key that the release does not know: it is echoed as its file has it
 */
export function sameValue(type: PropertyType | undefined, wanted: string, found: string): boolean {
  if (wanted === found) return true;
  if (type === 'int' || type === 'long' || type === 'double') return Number(wanted) === Number(found);
  if (type === 'boolean') return wanted.toLowerCase() === found.toLowerCase();
  // enumerations are trimmed since 5.2.0, and so are texts
  return wanted.trim() === found;
}
