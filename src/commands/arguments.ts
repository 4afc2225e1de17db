/** From the parser's words to the typed arguments that a command's `run` receives. */
import { ExitCode, RmqctlError } from '../errors.ts';
import type {
  ArgumentSpec,
  ArgumentSpecs,
  Command,
  OptionSpec,
  OptionSpecs,
  ParsedArguments,
} from './command.ts';
import { commonOptions } from './common-options.ts';

/** What the parser found: words, flags, and arrays of these where one came several times. */
export type RawArguments = Readonly<Record<string, unknown>>;

type Word = string | number | boolean;

/** A command line that cannot be understood (exit 2). */
export const usageError = (message: string, hint: string): RmqctlError =>
  new RmqctlError('USAGE', message, { hint, exit: ExitCode.usage });

/** `dryRun` as it is written on the command line: `dry-run`. */
export const kebab = (key: string): string =>
  key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const isWord = (value: unknown): value is Word => ['string', 'number', 'boolean'].includes(typeof value);

/** The words of something that came never, once or several times. */
export const allOf = (raw: unknown): readonly Word[] => [raw].flat().filter(isWord);

const oneOf = (value: string, choices: readonly string[] | undefined, name: string): string => {
  if (choices === undefined || choices.includes(value)) return value;
  throw usageError(`${name} is "${value}"`, `it is one of ${choices.join(', ')}`);
};

function numberOf(value: string, option: OptionSpec & { type: 'number' }, name: string): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  const least = option.least ?? 0;
  const wrong =
    !Number.isFinite(number) || number < least || (option.integer === true && !Number.isInteger(number));
  if (!wrong) return number;
  throw usageError(
    `${name} is "${value}"`,
    `it is a ${option.integer === true ? 'whole ' : ''}number, ${least} or more`,
  );
}

function optionValue(key: string, option: OptionSpec, raw: unknown): unknown {
  const name = `--${kebab(key)}`;
  if (option.type === 'flag') return allOf(raw).at(-1) === true;
  if (option.type === 'list') return allOf(raw).map(String);
  const given = allOf(raw).at(-1);
  if (given === undefined) return option.default;
  if (String(given) === '') throw usageError(`${name} has no value`, `give it as ${name} VALUE`);
  return option.type === 'number'
    ? numberOf(String(given), option, name)
    : oneOf(String(given), option.choices, name);
}

function argumentValue(key: string, spec: ArgumentSpec, raw: unknown): string | undefined {
  const given = allOf(raw).at(-1);
  const name = key.toUpperCase();
  if (given !== undefined) return oneOf(String(given), spec.choices, name);
  if (spec.optional === true) return undefined;
  throw usageError(`${name} is missing`, `${name}: ${spec.summary}`);
}

/**
 * The typed arguments of a command.
 * @param raw by the names on the command line
 * @param rest what stood after `--`
 * @throws RmqctlError USAGE (exit 2) for what is missing, not one of the choices, or not a number
 */
export function toArguments(
  command: Command,
  raw: RawArguments,
  rest: readonly string[],
): ParsedArguments<ArgumentSpecs, OptionSpecs> {
  if (rest.length > 0 && command.rest === undefined) {
    throw usageError(`${command.name} takes nothing after --`, `see rmqctl ${command.name} --help`);
  }
  const words = Object.entries(command.arguments).map(([key, spec]) => [
    key,
    argumentValue(key, spec, raw[kebab(key)]),
  ]);
  const options = Object.entries({ ...commonOptions, ...command.options }).map(([key, option]) => [
    key,
    optionValue(key, option, raw[kebab(key)]),
  ]);
  return Object.fromEntries([...words, ...options, ['rest', rest]]);
}
