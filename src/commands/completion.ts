/** Shell completion: a script written from the registry, so that completing a word starts nothing. */
import { ExitCode } from '../errors.ts';
import { kebab } from './arguments.ts';
import { type Command, defineCommand, type OptionSpecs } from './command.ts';
import { commonOptions } from './common-options.ts';

const optionNames = (options: OptionSpecs): string =>
  Object.keys(options)
    .map((key) => `--${kebab(key)}`)
    .join(' ');

/** `deploy --verify) words="full quick none" ;;` for each option whose values are known. */
const choiceCases = ({ name, options }: Command): readonly string[] =>
  Object.entries(options).flatMap(([key, option]) =>
    option.type === 'text' && option.choices !== undefined
      ? [`    "${name} --${kebab(key)}") words="${option.choices.join(' ')}" ;;`]
      : [],
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

export const command = defineCommand({
  name: 'completion',
  summary: 'print a script that completes commands and options in a shell',
  example: 'source <(rmqctl completion bash)',
  document: true,
  arguments: { shell: { summary: 'the shell', choices: ['bash'] } },
  options: {},
  async run(_args, { emit }) {
    const { registry } = await import('./registry.ts');
    const loaded = await Promise.all(registry.map(({ load }) => load()));
    emit({ event: 'output', text: bashCompletion(loaded.map((module) => module.command)) });
    return ExitCode.ok;
  },
});
