import type { Command, OptionSpecs } from '../frame/command.ts';
import { commonOptions } from '../frame/common-options.ts';
import { choicesOf, longName } from '../frame/usage.ts';

const optionNames = (options: OptionSpecs): string => Object.keys(options).map(longName).join(' ');

/** `deploy --verify) words="full quick none" ;;` for each option whose values are known. */
const choiceCases = ({ name, options }: Command): readonly string[] =>
  Object.entries(options).flatMap(([key, option]) =>
    choicesOf(option).length === 0
      ? []
      : [`    "${name} ${longName(key)}") words="${choicesOf(option).join(' ')}" ;;`],
  );

/** `deploy) options="--dry-run --verify" ;;`, with the choices of the first argument if it has some. */
function commandCase({ name, options, arguments: words }: Command): string {
  const choices = Object.values(words)[0]?.choices ?? [];
  const first = choices.length === 0 ? '' : ` words="${choices.join(' ')}"`;
  return `    ${name}) options="$options ${optionNames(options)}"${first} ;;`;
}

/** A completion script for bash. Words that it does not know are completed as files. */
export function bashCompletion(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name);
  return `# bash completion for rmqctl: source <(rmqctl completion bash)
_rmqctl() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  local command= word words= options="${optionNames(commonOptions)} --help"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in ${names.join('|')}) command=$word; break ;; esac
  done
  case $command in
    '') words="${names.join(' ')}" options="$options --version" ;;
${commands.map(commandCase).join('\n')}
  esac
  case "$command $before" in
${commands.flatMap(choiceCases).join('\n')}
    *) ;;
  esac
  COMPREPLY=()
  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
  elif [[ -n $words ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -o filenames -F _rmqctl rmqctl
`;
}
