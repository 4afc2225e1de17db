import { connectionsScript } from '../hosts/readiness.ts';
import type { Transport } from '../transport/transport.ts';
import { framed, runScript } from './remote-script.ts';

/** How many others are connected to a port of a host, by its kernel's table. */
export async function connectionsAt(
  port: number,
  options: { transport: Transport; signal?: AbortSignal | undefined },
): Promise<number> {
  const { transport, signal } = options;
  let count = 0;
  await runScript({
    transport,
    body: framed('connections', connectionsScript(port)),
    onFrame: ({ text }) => (count = Number(text)),
    signal,
  });
  return count;
}
