import { ExitCode } from '../errors.ts';
import { defineCommand } from './frame/command.ts';

export const command = defineCommand({
  name: 'man',
  summary: 'print the manual page, for man -l -',
  example: 'rmqctl man | man -l -',
  document: true,
  arguments: {},
  options: {},
  async run(_args, { emit }) {
    const [{ registry }, { manPage }] = await Promise.all([
      import('./registry.ts'),
      import('./frame/man-page.ts'),
    ]);
    const loaded = await Promise.all(registry.map(({ load }) => load()));
    emit({ event: 'output', text: manPage(loaded.map((module) => module.command)) });
    return ExitCode.ok;
  },
});
