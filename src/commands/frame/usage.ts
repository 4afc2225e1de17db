/** How a command is written, for the help, the manual and shell completion. */
import { kebab } from './arguments.ts';
import type { Command, OptionSpec } from './command.ts';

/** `rmqctl exec INVENTORY [options] -- COMMAND` */
export function usageOf(command: Command): string {
  const words = Object.entries(command.arguments).map(([key, { optional }]) =>
    optional === true ? `[${key.toUpperCase()}]` : key.toUpperCase(),
  );
  const rest = command.rest === undefined ? [] : ['--', command.rest];
  return ['rmqctl', command.name, ...words, '[options]', ...rest].join(' ');
}

/** An option's summary with its choices and its default. */
export function describeOption(option: OptionSpec): string {
  const choices = choicesOf(option);
  const known = choices.length === 0 ? '' : ` (${choices.join(', ')})`;
  const fallback = 'default' in option ? `; default ${option.default}` : '';
  return option.summary + known + fallback;
}

/** The values an option can have, where they are known. */
export function choicesOf(option: OptionSpec): readonly string[] {
  return option.type === 'text' ? (option.choices ?? []) : [];
}

/** What an option's value is called: FILE; undefined for a flag. */
export function valueOf(option: OptionSpec): string | undefined {
  if (option.type === 'flag') return undefined;
  return option.value ?? (choicesOf(option).length > 0 ? 'WORD' : 'VALUE');
}

/** An option on the command line: `--dry-run`. */
export const longName = (key: string): string => `--${kebab(key)}`;
