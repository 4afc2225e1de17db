/** The programs of instances that run no part of RocketMQ's release, put together on this machine. */
import { RmqctlError } from '../errors.ts';
import { UNKNOWN_PROGRAM, type ProvidedProgram } from '../model/program.ts';
import type { Topology } from '../model/topology.ts';
import type { CommandContext } from './context.ts';
import { providingHooks } from './providing-hooks.ts';

/** needed: a program is deployed from its files; spared: without them what is deployed is taken as it is, and that is told. */
export type ProgramFiles = 'needed' | 'spared';

/**
 * Every such program by its instance's name, from the cache where its files are what they were.
 * @throws RmqctlError PROGRAM_FILE_MISSING where the files are needed, PROGRAM_FILE_INVALID
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
