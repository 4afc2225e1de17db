/** The spelling of commands, for the help, the manual and shell completion. */
import { kebab } from './arguments.ts';
import type { ArgumentSpec, Command, OptionSpec } from './command.ts';

/** `rmqctl exec INVENTORY [options] -- COMMAND` */
export function usageOf(command: Command): string {
  const words = Object.entries(command.arguments).map(([key, { optional }]) =>
    optional === true ? `[${key.toUpperCase()}]` : key.toUpperCase(),
  );
  const rest = command.rest === undefined ? [] : ['--', command.rest];
  return ['rmqctl', command.name, ...words, '[options]', ...rest].join(' ');
}

/** The summary of an argument or option with its choices and its default. */
export function describe(spec: ArgumentSpec | OptionSpec): string {
  const choices = choicesOf(spec);
  const known = choices.length === 0 ? '' : ` (${choices.join(', ')})`;
  const fallback = 'default' in spec ? `; default ${spec.default}` : '';
  return spec.summary + known + fallback;
}

/** The values an argument or option can have; empty if any. */
export function choicesOf(spec: ArgumentSpec | OptionSpec): readonly string[] {
  return ('choices' in spec ? spec.choices : undefined) ?? [];
}

/** The name of an option's value: FILE; undefined for a flag. */
export function valueOf(option: OptionSpec): string | undefined {
  if (option.type === 'flag') return undefined;
  return option.value ?? (choicesOf(option).length > 0 ? 'WORD' : 'VALUE');
}

/** An option on the command line: `--dry-run`. */
export const longName = (key: string): string => `--${kebab(key)}`;
