import { kebab } from '../frame/arguments.ts';
import type { Command, OptionSpec } from '../frame/command.ts';
import { commonOptions } from '../frame/common-options.ts';
import { choicesOf, valueOf } from '../frame/usage.ts';

/** Within single quotes fish knows two escapes, of the quote and of the backslash. */
const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;

/** What completes a value: known words, files (fish's own way), or nothing. */
function completer(option: OptionSpec): string {
  const value = valueOf(option);
  if (value === undefined) return '';
  const choices = choicesOf(option);
  if (choices.length > 0) return ` -x -a ${quoted(choices.join(' '))}`;
  return ['FILE', 'DIR'].includes(value) ? ' -r' : ' -x';
}

function optionLine(condition: string, [key, option]: readonly [string, OptionSpec]): string {
  const short = option.alias === undefined ? '' : ` -s ${option.alias}`;
  return `complete -c rmqctl${condition}${short} -l ${kebab(key)}${completer(option)} -d ${quoted(option.summary)}`;
}

function commandLines({ name, options, arguments: words }: Command): readonly string[] {
  const condition = ` -n '__rmqctl_is ${name}'`;
  const choices = Object.values(words)[0]?.choices ?? [];
  return [
    ...Object.entries(options).map((entry) => optionLine(condition, entry)),
    ...(choices.length === 0 ? [] : [`complete -c rmqctl${condition} -f -a ${quoted(choices.join(' '))}`]),
  ];
}

/** A completion script for fish. Words that it does not know are completed as files. */
export function fishCompletion(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# fish completion for rmqctl: rmqctl completion fish | source
function __rmqctl_command
  for word in (commandline -opc)[2..-1]
    if contains -- $word ${names}
      echo $word
      return 0
    end
  end
  return 1
end
function __rmqctl_is
  test (__rmqctl_command; or echo -) = $argv[1]
end
${Object.entries(commonOptions)
  .map((entry) => optionLine('', entry))
  .join('\n')}
complete -c rmqctl -l help -d 'this help'
complete -c rmqctl -n 'not __rmqctl_command >/dev/null' -l version -d 'which rmqctl this is'
${commands
  .map(
    ({ name, summary }) =>
      `complete -c rmqctl -n 'not __rmqctl_command >/dev/null' -f -a ${name} -d ${quoted(summary)}`,
  )
  .join('\n')}
${commands.flatMap(commandLines).join('\n')}
`;
}
