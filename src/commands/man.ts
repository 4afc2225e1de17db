import { ExitCode } from '../errors.ts';
import { defineCommand } from './frame/command.ts';
import { manPage } from './frame/man-page.ts';

export const command = defineCommand({
  example: 'rmqctl man | man -l -',
  document: true,
  arguments: {},
  options: {},
  async run(_args, { emit }, commands) {
    emit({ event: 'output', text: manPage(await commands()) });
    return ExitCode.ok;
  },
});
