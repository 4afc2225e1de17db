/** Shell completion: a script written from the registry, so that completing a word starts nothing. */
import { ExitCode } from '../errors.ts';
import { type Command, defineCommand } from './frame/command.ts';
import { bashCompletion } from './completions/bash.ts';
import { fishCompletion } from './completions/fish.ts';
import { zshCompletion } from './completions/zsh.ts';

const SCRIPTS: Readonly<Record<'bash' | 'zsh' | 'fish', (commands: readonly Command[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** @param all every command, this one too */
export const completion = (all: () => Promise<readonly Command[]>): Command =>
  defineCommand({
    name: 'completion',
    summary: 'print a script that completes commands and options in a shell',
    example: 'source <(rmqctl completion bash)',
    document: true,
    arguments: { shell: { summary: 'the shell', choices: ['bash', 'zsh', 'fish'] } },
    options: {},
    async run({ shell }, { emit }) {
      emit({ event: 'output', text: SCRIPTS[shell](await all()) });
      return ExitCode.ok;
    },
  });
