import type { OptionSpec } from './command.ts';

/** The option of every command that stops a process: SIGKILL loses what was not flushed, so only who asks for it gets it. */
export const force = {
  type: 'flag',
  summary: 'SIGKILL what does not end within --timeout (120 s) of SIGTERM',
} as const satisfies OptionSpec;
