/** From the parser's words to the typed arguments that a command's `run` receives. */
import { usageError } from '../../errors.ts';
import type { AnyArguments, ArgumentSpec, Command, OptionSpec } from './command.ts';
import { commonOptions } from './common-options.ts';

/** The parser's result: words, flags, and arrays of these if one was given several times. */
export type RawArguments = Readonly<Record<string, unknown>>;

type Word = string | number | boolean;

/** The words before `--`. */
export function beforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end < 0 ? argv : argv.slice(0, end);
}

/** `dryRun` as it is written on the command line: `dry-run`. */
export const kebab = (key: string): string =>
  key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const isWord = (value: unknown): value is Word => ['string', 'number', 'boolean'].includes(typeof value);

/** The words of something that was given any number of times. */
export const argumentWords = (raw: unknown): readonly Word[] => [raw].flat().filter(isWord);

const oneOf = (value: string, choices: readonly string[] | undefined, name: string): string => {
  if (choices === undefined || choices.includes(value)) return value;
  throw usageError(`${name} is "${value}"`, `it is one of ${choices.join(', ')}`);
};

function numberOf(value: string, option: OptionSpec & { type: 'number' }, name: string): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  const { least = 0, most = Infinity, integer = false } = option;
  const inRange = Number.isFinite(number) && number >= least && number <= most;
  if (inRange && (!integer || Number.isInteger(number))) return number;
  const range = most === Infinity ? `${least} or more` : `${least} to ${most}`;
  throw usageError(`${name} is "${value}"`, `it is a ${integer ? 'whole ' : ''}number, ${range}`);
}

function optionValue(key: string, option: OptionSpec, raw: unknown): unknown {
  const name = `--${kebab(key)}`;
  if (option.type === 'flag') return argumentWords(raw).at(-1) === true;
  if (option.type === 'list') return argumentWords(raw).map(String);
  const given = argumentWords(raw).at(-1);
  if (given === undefined) return option.default;
  if (String(given) === '') throw usageError(`${name} has no value`, `give it as ${name} VALUE`);
  return option.type === 'number'
    ? numberOf(String(given), option, name)
    : oneOf(String(given), option.choices, name);
}

function argumentValue(key: string, spec: ArgumentSpec, word: string | undefined): string | undefined {
  const name = key.toUpperCase();
  if (word !== undefined) return oneOf(word, spec.choices, name);
  if (spec.optional === true) return undefined;
  throw usageError(`${name} is missing`, `${name}: ${spec.summary}`);
}

interface ParsedLine {
  /** those after the command's name */
  readonly words: readonly string[];
  /** by their names on the command line */
  readonly options: RawArguments;
  /** the words after `--` */
  readonly rest: readonly string[];
}

/**
 * The typed arguments of a command.
 * @throws RmqctlError USAGE (exit 2) for what is missing, too much, not one of the choices, or not a number
 */
export function toArguments(command: Command, { words, options, rest }: ParsedLine): AnyArguments {
  const help = `see rmqctl ${command.name} --help`;
  const specs = Object.entries(command.arguments);
  const extra = words[specs.length];
  if (extra !== undefined) throw usageError(`"${extra}" is one word too many`, help);
  if (rest.length > 0 && command.rest === undefined) {
    throw usageError(`${command.name} takes nothing after --`, help);
  }
  return Object.fromEntries([
    ...specs.map(([key, spec], at) => [key, argumentValue(key, spec, words[at])]),
    ...Object.entries({ ...commonOptions, ...command.options }).map(([key, option]) => [
      key,
      optionValue(key, option, options[kebab(key)]),
    ]),
    ['rest', rest],
  ]);
}
