/** Shell completion: a script written from the registry, so that completing a word starts nothing. */
import { ExitCode } from '../errors.ts';
import { defineCommand } from './frame/command.ts';
import { bashCompletion } from './completions/bash.ts';
import { fishCompletion } from './completions/fish.ts';
import { zshCompletion } from './completions/zsh.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

export const command = defineCommand({
  example: 'source <(rmqctl completion bash)',
  document: true,
  arguments: { shell: { summary: 'the shell', choices: ['bash', 'zsh', 'fish'] } },
  options: {},
  async run({ shell }, { emit }, commands) {
    emit({ event: 'output', text: SCRIPTS[shell](await commands()) });
    return ExitCode.ok;
  },
});
