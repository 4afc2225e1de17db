/** Parses the command line to a command and its arguments. The one door to yargs. */
import yargs, { type Argv, type Options } from 'yargs';
import { usageError } from './errors.ts';
import {
  argumentWords,
  beforeDashes,
  kebab,
  type RawArguments,
  toArguments,
} from './commands/frame/arguments.ts';
import type { AnyArguments, Command, OptionSpec, OptionSpecs } from './commands/frame/command.ts';
import { commonOptions } from './commands/frame/common-options.ts';
import type { CommandEntry } from './commands/registry.ts';
import { describe, usageOf } from './commands/frame/usage.ts';

/** Words are taken as they are written: `5.10` is not 5.1, `a.b` is no object, and a list takes one word at a time. */
const AS_WRITTEN = {
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'dot-notation': false,
  'camel-case-expansion': false,
  'boolean-negation': false,
  'greedy-arrays': false,
  'populate--': true,
};

/** Replacements of the parser's words that are for programmers. */
const WORDING = {
  'Positionals:': 'Arguments:',
  boolean: 'flag',
  string: 'value',
  array: 'repeatable',
  'Did you mean %s?': 'there is no such command; did you mean %s?',
};

const WIDEST_HELP = 100;

export type Request =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'run'; readonly command: Command; readonly args: AnyArguments };

const VALUED = Object.entries(commonOptions)
  .filter(([, option]) => option.type !== 'flag')
  .map(([key]) => `--${kebab(key)}`);

/** The entry named by the first word that is neither an option nor the value of a common one. */
export function findCommand(
  argv: readonly string[],
  entries: readonly CommandEntry[],
): CommandEntry | undefined {
  const words = beforeDashes(argv).filter((_, at, all) => !VALUED.includes(all[at - 1] ?? ''));
  const name = words.find((word) => entries.some((entry) => entry.name === word));
  return entries.find((entry) => entry.name === name);
}

function yargsOption(option: OptionSpec, group: string): Options {
  const base: Options = { group, describe: describe(option) };
  const named = option.alias === undefined ? base : { ...base, alias: option.alias };
  if (option.type === 'flag') return { ...named, type: 'boolean' };
  return { ...named, type: option.type === 'list' ? 'array' : 'string', string: true, requiresArg: true };
}

const yargsOptions = (specs: OptionSpecs, group: string): Record<string, Options> =>
  Object.fromEntries(Object.entries(specs).map(([key, option]) => [kebab(key), yargsOption(option, group)]));

/** Words are described to the parser for the help only: it would read `-`, standard input, as an empty word. */
function describeCommand(parser: Argv, command: Command): Argv {
  return Object.entries(command.arguments)
    .reduce(
      (so, [key, spec]) => so.positional(kebab(key), { type: 'string', describe: describe(spec) }),
      parser,
    )
    .usage(`${usageOf(command)}\n\n${command.summary}`)
    .options(yargsOptions(command.options, 'Options:'))
    .example(command.example, '');
}

/** The parser. Only the chosen command is complete; of the others the help needs the name and summary. */
function createParser(entries: readonly CommandEntry[], chosen: Command | undefined, columns: number): Argv {
  const root = yargs([])
    .scriptName('rmqctl')
    .parserConfiguration(AS_WRITTEN)
    .locale('en')
    .usage(
      'rmqctl COMMAND INVENTORY [options]\n\nDeploys Apache RocketMQ clusters, and proves that they work.',
    )
    .epilogue('rmqctl COMMAND --help says more, with an example. rmqctl --version says which this is.')
    .options(yargsOptions(commonOptions, 'Common options:'))
    .version(false)
    .help('help', 'this help')
    .updateStrings(WORDING)
    .strictOptions()
    .recommendCommands()
    .demandCommand(1, 'name a command')
    .exitProcess(false)
    .showHelpOnFail(false)
    .wrap(Math.min(WIDEST_HELP, columns))
    .fail((message: string, error: Error | undefined) => {
      throw error !== undefined && error.name !== 'YError' ? error : usageError(message, helpHint(chosen));
    });
  return entries.reduce((parser, { name, summary }) => {
    const build = (inner: Argv): Argv => (chosen?.name === name ? describeCommand(inner, chosen) : inner);
    return parser.command(name, summary, build, () => {});
  }, root);
}

const helpHint = (command: Command | undefined): string =>
  command === undefined
    ? 'rmqctl --help lists the commands'
    : `usage: ${usageOf(command)}; see rmqctl ${command.name} --help`;

/** The words, and what yargs would have printed: the help that was asked for. */
async function parseWords(
  parser: Argv,
  argv: readonly string[],
): Promise<{ raw: RawArguments; output: string }> {
  const seen = { output: '' };
  try {
    const raw: RawArguments = await parser.parseAsync([...argv], {}, (_error, _argv, output) => {
      seen.output = output;
    });
    return { raw, output: seen.output };
  } catch (error) {
    // Some of yargs' own refusals are thrown past the fail handler.
    if (!(error instanceof Error) || error.name !== 'YError') throw error;
    throw usageError(error.message, 'see rmqctl --help');
  }
}

/**
 * Parses a command line.
 * @param argv without the program's name
 * @param columns of the terminal, for the help
 * @throws RmqctlError USAGE (exit 2)
 */
export async function parseCommandLine(
  argv: readonly string[],
  { entries, columns }: { entries: readonly CommandEntry[]; columns: number },
): Promise<Request> {
  const entry = findCommand(argv, entries);
  const command = await entry?.load();
  const { raw, output } = await parseWords(createParser(entries, command, columns), argv);
  if (output !== '') return { kind: 'help', text: output };
  const [name = '', ...words] = argumentWords(raw['_']).map(String);
  if (command?.name !== name) throw usageError(`"${name}" is not a command`, helpHint(undefined));
  const rest = argumentWords(raw['--']).map(String);
  return { kind: 'run', command, args: toArguments(command, { words, options: raw, rest }) };
}
