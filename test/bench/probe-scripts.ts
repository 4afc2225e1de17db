import { hostSoftware } from '../../src/hosts/software.ts';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RmqctlError } from '../../src/errors.ts';
import { survey } from '../../src/execute/survey.ts';
import { readInventory } from '../../src/resolve/read-inventory.ts';
import { roles } from '../../src/roles/registry.ts';
import { knownVersion, releaseOf } from '../../src/rocketmq/releases.ts';

/**
 * The very scripts that a deploy of this inventory would send first, written to files of `folder`.
 * @returns their paths, in the order of the inventory's hosts
 */
export async function probeScripts(inventory: string, folder: string): Promise<string[]> {
  const { topology } = readInventory({
    text: await readFile(inventory, 'utf8'),
    file: inventory,
    baseDir: dirname(inventory),
    env: process.env,
    roles,
    software: hostSoftware,
    knownVersion,
  });
  if (topology === undefined) throw new Error(`${inventory} is refused`);
  const texts = new Map<string, string>();
  const nowhere = () => Promise.reject(new RmqctlError('NOT_CONNECTED', 'only the script is wanted'));
  await survey({
    topology,
    release: releaseOf(topology.version),
    roles,
    timeout: 120,
    parallel: 8,
    open: ({ name }) =>
      Promise.resolve({
        host: name,
        run(script) {
          texts.set(name, script.text);
          return nowhere();
        },
        pipe: nowhere,
        dial: nowhere,
        close: () => Promise.resolve(),
      }),
  });
  const paths = topology.hosts.map(({ name }) => join(folder, `probe-${name}.sh`));
  await Promise.all(topology.hosts.map(({ name }, index) => writeFile(paths[index]!, texts.get(name) ?? '')));
  return paths;
}
