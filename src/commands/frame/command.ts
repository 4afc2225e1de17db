/** A command as data: its example, its arguments, its action. Nothing here knows the argument parser. */
import type { ExitCode } from '../../errors.ts';
import type { CommandContext, CommonArguments } from '../../operations/context.ts';

/** A word after the command's name: INVENTORY, VERSION. */
export interface ArgumentSpec {
  readonly summary: string;
  /** may be left out */
  readonly optional?: boolean;
  readonly choices?: readonly string[];
}

interface OptionBase {
  readonly summary: string;
  /** one letter: f for -f */
  readonly alias?: string;
}

/**
 * An option. Its key `dryRun` is written `--dry-run`.
 * flag: on or off. text: takes one value. number: takes a number. list: takes a value each time it is given.
 */
export type OptionSpec =
  | (OptionBase & { readonly type: 'flag' })
  | (OptionBase & {
      readonly type: 'text';
      /** what the value is, for the help: FILE */
      readonly value?: string;
      readonly choices?: readonly string[];
      readonly default?: string;
    })
  | (OptionBase & {
      readonly type: 'number';
      readonly value?: string;
      /** the least that is accepted; default 0 */
      readonly least?: number;
      /** the most that is accepted; default: any */
      readonly most?: number;
      readonly integer?: boolean;
      readonly default?: number;
    })
  | (OptionBase & { readonly type: 'list'; readonly value?: string });

export type ArgumentSpecs = Readonly<Record<string, ArgumentSpec>>;
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type Choice<S> = S extends { choices: readonly (infer C)[] } ? C : string;

type ArgumentValue<A> = A extends { optional: true } ? Choice<A> | undefined : Choice<A>;

type GivenValue<O> = O extends { type: 'number' } ? number : Choice<O>;

type OptionValue<O> = O extends { type: 'flag' }
  ? boolean
  : O extends { type: 'list' }
    ? readonly string[]
    : O extends { default: string | number }
      ? GivenValue<O>
      : GivenValue<O> | undefined;

/** The parameter of `run`: each argument and option under its key, the common options, and the words after `--`. */
export type ParsedArguments<A, O> = { readonly [K in keyof A]: ArgumentValue<A[K]> } & {
  readonly [K in keyof O]: OptionValue<O[K]>;
} & CommonArguments & { readonly rest: readonly string[] };

/** Those of a command that is not known at compile time. */
export type AnyArguments = ParsedArguments<ArgumentSpecs, OptionSpecs>;

/** A command as its file declares it; its name and summary are in the registry. */
export interface CommandSpec<A extends ArgumentSpecs = ArgumentSpecs, O extends OptionSpecs = OptionSpecs> {
  /** a whole command line that does something useful */
  readonly example: string;
  /** in their order on the command line */
  readonly arguments: A;
  readonly options: O;
  /** the name of the words after `--`, for the help: COMMAND; absent: there may be none */
  readonly rest?: string;
  /** its standard output is a document: everything else goes to stderr, and there is no closing line */
  readonly document?: boolean;
  /**
   * A method, whose parameters TypeScript compares both ways: the parser gives exactly what the spec declares.
   * @param commands loads every command, for what describes them all
   * @throws RmqctlError for what the user can act on; anything else that is thrown is reported as a bug
   */
  run(
    args: ParsedArguments<A, O>,
    context: CommandContext,
    commands: () => Promise<readonly Command[]>,
  ): Promise<ExitCode>;
}

/** A command of the registry. */
export interface Command extends CommandSpec {
  readonly name: string;
  /** one line, without a full stop */
  readonly summary: string;
}

/** Declares a command; the types of `run`'s arguments follow from the declaration. */
export function defineCommand<const A extends ArgumentSpecs, const O extends OptionSpecs>(
  spec: CommandSpec<A, O>,
): CommandSpec {
  return spec;
}

/** The argument nearly every command has. */
export const inventory = {
  summary: 'the inventory file; - is standard input',
} as const satisfies ArgumentSpec;

/** The option of every command that stops a process: SIGKILL loses what was not flushed, so it is used on request only. */
export const force = {
  type: 'flag',
  summary: 'SIGKILL what does not end within --timeout (120 s) of SIGTERM',
} as const satisfies OptionSpec;
