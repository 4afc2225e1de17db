import type { ArgumentSpecs, Command, OptionSpec, OptionSpecs } from '../frame/command.ts';
import { commonOptions } from '../frame/common-options.ts';
import { choicesOf, longName, valueOf } from '../frame/usage.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Text within a spec of _arguments: brackets and colons end its parts. */
const plain = (text: string): string => text.replaceAll(/[\\[\]:]/g, String.raw`\$&`);

/** What completes a value: known words, files, or nothing. */
function completer(option: OptionSpec): string {
  const choices = choicesOf(option);
  if (choices.length > 0) return `(${choices.join(' ')})`;
  return ['FILE', 'DIR'].includes(valueOf(option) ?? '') ? '_files' : ' ';
}

/** `'(-o --output)'{-o+,--output=}'[where to]:FILE:_files'`, see zshcompsys(1), _arguments. */
function optionSpec([key, option]: readonly [string, OptionSpec]): string {
  const value = valueOf(option);
  const repeatable = option.type === 'list' ? '*' : '';
  const about = `[${plain(option.summary)}]${value === undefined ? '' : `:${value}:${completer(option)}`}`;
  const long = `${longName(key)}${value === undefined ? '' : '='}`;
  if (option.alias === undefined) return quoted(`${repeatable}${long}${about}`);
  const short = `-${option.alias}${value === undefined ? '' : '+'}`;
  return `${quoted(`(-${option.alias} ${longName(key)})`)}{${short},${long}}${quoted(about)}`;
}

const optionSpecs = (options: OptionSpecs): readonly string[] => Object.entries(options).map(optionSpec);

function argumentSpecs(words: ArgumentSpecs): readonly string[] {
  return Object.entries(words).map(([key, { choices }], at) =>
    quoted(`${at + 1}:${key}:${choices === undefined ? '_files' : `(${choices.join(' ')})`}`),
  );
}

function commandCase({ name, options, arguments: words }: Command): string {
  const specs = [...optionSpecs(options), ...argumentSpecs(words)];
  return `        ${name}) _arguments $common ${specs.join(' ')} ;;`;
}

/** A completion script for zsh; as a file of $fpath it is called _rmqctl. */
export function zshCompletion(commands: readonly Command[]): string {
  const described = commands.map(({ name, summary }) => quoted(`${name}:${plain(summary)}`));
  return `#compdef rmqctl
# zsh completion for rmqctl: source <(rmqctl completion zsh)
_rmqctl() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a commands common
  commands=(
    ${described.join('\n    ')}
  )
  common=(
    ${optionSpecs(commonOptions).join('\n    ')}
    '--help[this help]'
  )
  _arguments -C $common '--version[which rmqctl this is]' '1:command:->command' '*::argument:->arguments'
  case $state in
    command) _describe command commands ;;
    arguments)
      case $words[1] in
${commands.map(commandCase).join('\n')}
      esac ;;
  esac
}
if [[ \${funcstack[1]} == _rmqctl ]]; then _rmqctl "$@"; else compdef _rmqctl rmqctl; fi
`;
}
