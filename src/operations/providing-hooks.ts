import type { ReleaseHooks } from '../distribution/release.ts';
import type { CommandContext } from './context.ts';

/** What is told while a release, or a program of the user's, is got and put together on this machine. */
export function providingHooks({ emit, signal }: Pick<CommandContext, 'emit' | 'signal'>): ReleaseHooks {
  return {
    notice: (message) => emit({ event: 'diagnostic', severity: 'note', code: 'DISTRIBUTION', message }),
    progress: ({ stage, bytes, totalBytes }) => emit({ event: 'progress', stage, bytes, totalBytes }),
    signal,
  };
}
