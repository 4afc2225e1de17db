import { ExitCode } from '../errors.ts';
import { type Command, defineCommand } from './frame/command.ts';
import { manPage } from './frame/man-page.ts';

/** @param all every command, this one too */
export const man = (all: () => Promise<readonly Command[]>): Command =>
  defineCommand({
    name: 'man',
    summary: 'print the manual page, for man -l -',
    example: 'rmqctl man | man -l -',
    document: true,
    arguments: {},
    options: {},
    async run(_args, { emit }) {
      emit({ event: 'output', text: manPage(await all()) });
      return ExitCode.ok;
    },
  });
