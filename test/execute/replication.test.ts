import { expect, test } from 'vitest';
import { awaitReplication } from '../../src/execute/replication.ts';
import { dialFailed } from '../../src/transport/ssh-errors.ts';
import type { Transport } from '../../src/transport/transport.ts';

const replica = (instance: string, port: number) => ({ instance, host: 'h1', address: '10.0.0.1', port });
const MASTER = replica('broker-a', 10911);
const SLAVE = replica('broker-a-s', 11011);

/** A host on which nobody listens. Of a transport only `dial` is asked for. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest would have to be made up
const deserted = {
  dial: (address: string, port: number) =>
    Promise.reject(dialFailed('h1', { address, port, found: 'Connection refused' })),
} as unknown as Transport;

test('a member that does not run is not waited for, and told', async () => {
  const replication = {
    version: '5.5.0',
    master: MASTER,
    haPort: 10912,
    slaves: [SLAVE],
    instance: 'broker-a-s',
  };
  const outcome = await awaitReplication(replication, {
    transports: new Map([['h1', deserted]]),
    mark: () => 'mark',
    now: () => 0, // patience never ends
    patience: 1,
  });
  expect(outcome).toEqual({ absent: ['broker-a'] });
});
