import { dirname, resolve } from 'node:path';
import { problem } from '../../diagnostics/problem.ts';
import { hostSoftware } from '../../hosts/software.ts';
import { readInventory } from '../../resolve/read-inventory.ts';
import { count } from '../../report/units.ts';
import { roles } from '../../roles/registry.ts';
import { knownVersion } from '../../rocketmq/releases.ts';
import type { Topology } from '../../model/topology.ts';
import type { CommandContext } from '../context.ts';
import { readSecretFile } from './input.ts';

/**
 * The topology of an inventory; emits its diagnostics.
 * @param file '-' is standard input, whose relative paths start at the working directory
 * @param advice show its warnings too, as commands do that check an inventory or make hosts match it; the users of others have
 *   read them
 * @throws RmqctlError INVENTORY_REFUSED (exit 3) when it has errors, INVENTORY_UNREADABLE when it cannot be read
 */
export async function loadTopology(
  file: string,
  { readInput, emit, hide, showTopology, cwd, env }: CommandContext,
  advice = true,
): Promise<Topology> {
  const text = await readInput(file);
  const baseDir = file === '-' ? cwd : dirname(resolve(cwd, file));
  const { topology, diagnostics, secrets } = readInventory({
    text,
    file,
    baseDir,
    env,
    roles,
    software: hostSoftware,
    knownVersion,
    readFile: readSecretFile,
  });
  hide(secrets);
  for (const diagnostic of diagnostics)
    if (advice || topology === undefined) emit({ event: 'diagnostic', ...diagnostic });
  if (topology !== undefined) {
    showTopology(topology);
    return topology;
  }
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  throw problem('INVENTORY_REFUSED', { file, count: count(errors, 'error') });
}
