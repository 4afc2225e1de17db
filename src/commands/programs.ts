/** The programs of instances that run no part of RocketMQ's release, put together on this machine. */
import type { ProvidedProgram } from '../topology/program.ts';
import type { Topology } from '../topology/topology.ts';
import type { CommandContext } from './context.ts';
import { providingHooks } from './providing-hooks.ts';

/**
 * Every such program by its instance's name, from the cache where its files are what they were.
 * @throws RmqctlError PROGRAM_FILE_MISSING, PROGRAM_FILE_INVALID
 */
export async function programsOf(
  topology: Topology,
  { env, emit, signal }: Pick<CommandContext, 'env' | 'emit' | 'signal'>,
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
  return new Map(
    await Promise.all(
      wanted.map(
        async ({ name, program }) =>
          [name, await provideProgram(program, { cacheDir, name }, hooks)] as const,
      ),
    ),
  );
}
