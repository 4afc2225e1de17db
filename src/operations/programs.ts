import type { ReleaseHooks } from '../distribution/release.ts';
import { RmqctlError } from '../errors.ts';
import { UNKNOWN_PROGRAM, type ProvidedProgram } from '../model/program.ts';
import type { Topology } from '../model/topology.ts';
import type { CommandContext } from './context.ts';

/** needed: a program is deployed from its files; spared: without them the deployed one is taken as it is, with a warning. */
export type ProgramFiles = 'needed' | 'spared';

/**
 * The programs of instances that run no part of RocketMQ's release, by instance; from the cache if their files are the same.
 * @throws RmqctlError PROGRAM_FILE_MISSING if the files are needed, PROGRAM_FILE_INVALID
 */
export async function programsOf(
  topology: Topology,
  { env, emit, signal }: Pick<CommandContext, 'env' | 'emit' | 'signal'>,
  files: ProgramFiles = 'needed',
): Promise<ReadonlyMap<string, ProvidedProgram>> {
  const wanted = topology.instances.flatMap(({ name, program }) =>
    program === undefined ? [] : [{ name, program }],
  );
  if (wanted.length === 0) return new Map();
  // loaded here: most clusters have none
  const { provideProgram } = await import('../distribution/program.ts');
  const { programCacheDir } = await import('../distribution/cache.ts');
  const cacheDir = programCacheDir(env);
  const hooks = providingHooks({ emit, signal });
  const withoutFiles = (error: unknown): ProvidedProgram => {
    const spared =
      files === 'spared' && error instanceof RmqctlError && error.code === 'PROGRAM_FILE_MISSING';
    if (!spared) throw error;
    const hint = 'only `check`, `plan`, `render` and `deploy` need it';
    const message = `${error.message}: what is deployed is taken as it is`;
    emit({ event: 'diagnostic', severity: 'warning', code: error.code, message, hint });
    return UNKNOWN_PROGRAM;
  };
  const provided = wanted.map(async ({ name, program }) => {
    const found = await provideProgram(program, { cacheDir, name }, hooks).catch(withoutFiles);
    return [name, found] as const;
  });
  return new Map(await Promise.all(provided));
}

/** Reports how a release, or a program of the user, is obtained and assembled on this machine. */
export function providingHooks({ emit, signal }: Pick<CommandContext, 'emit' | 'signal'>): ReleaseHooks {
  return {
    notice: (message) => emit({ event: 'diagnostic', severity: 'note', code: 'DISTRIBUTION', message }),
    progress: ({ stage, bytes, totalBytes }) => emit({ event: 'progress', stage, bytes, totalBytes }),
    signal,
  };
}
