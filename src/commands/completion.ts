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

export const command = defineCommand({
  name: 'completion',
  summary: 'print a script that completes commands and options in a shell',
  example: 'source <(rmqctl completion bash)',
  document: true,
  arguments: { shell: { summary: 'the shell', choices: ['bash', 'zsh', 'fish'] } },
  options: {},
  async run({ shell }, { emit }) {
    const { registry } = await import('./registry.ts');
    const loaded = await Promise.all(registry.map(({ load }) => load()));
    emit({ event: 'output', text: SCRIPTS[shell](loaded.map((module) => module.command)) });
    return ExitCode.ok;
  },
});
