import pLimit from 'p-limit';
import { RmqctlError } from '../../errors.ts';
import type { Host } from '../../model/host.ts';
import type { SeenHostKey } from '../../transport/transport.ts';
import type { CommonArguments } from '../common-arguments.ts';
import { createConnections } from './connections.ts';
import type { CommandContext } from '../context.ts';
import { connectTargetOf } from '../session.ts';

/** Hosts looked at at once where --parallel does not say. */
const PARALLEL = 32;

export interface LookedAt {
  /** every key that was seen, each once: those of jump hosts, then in the order of the inventory */
  readonly seen: readonly SeenHostKey[];
  /** of the hosts whose key could not be seen */
  readonly errors: readonly RmqctlError[];
}

/** Looks at the key of every host; jump hosts whose keys are known are logged in to, the hosts are not. */
export async function lookAtKeys(
  args: CommonArguments & { readonly inventory: string },
  context: CommandContext,
  hosts: readonly Host[],
): Promise<LookedAt> {
  const seen = new Map<string, SeenHostKey>();
  const add = (key: SeenHostKey) => void seen.set(`${key.file} ${key.name}`, key);
  const order = (key: SeenHostKey) => hosts.findIndex(({ name }) => name === key.host);
  const connections = await createConnections(args, context, {
    acceptNew: false,
    recordBeside: true,
    onHostKey: add,
  });
  const limit = pLimit(args.parallel ?? PARALLEL);
  const look = async (host: Host): Promise<RmqctlError[]> => {
    const target = connectTargetOf(host, context.env);
    if ('local' in target) return [];
    try {
      add(await connections.look(target));
      return [];
    } catch (error) {
      if (error instanceof RmqctlError) return [error];
      throw error;
    }
  };
  try {
    const errors = await Promise.all(hosts.map((host) => limit(() => look(host))));
    return { seen: [...seen.values()].toSorted((a, b) => order(a) - order(b)), errors: errors.flat() };
  } finally {
    await connections.closeAll();
  }
}
