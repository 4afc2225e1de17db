import { expect, test } from 'vitest';
import { RmqctlError } from '../../../src/errors.ts';
import { inSync } from '../../../src/execute/waits/replication.ts';
import { dialFailed } from '../../../src/transport/ssh/ssh-errors.ts';
import type { Transport } from '../../../src/transport/transport.ts';

const replica = (instance: string, port: number) => ({ instance, host: 'h1', address: '10.0.0.1', port });
const MASTER = replica('broker-a', 10911);
const SLAVE = replica('broker-a-s', 11011);

/** A host on which nobody listens. Of a transport only `dial` is asked for. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest would have to be made up
const deserted = {
  dial: (address: string, port: number) =>
    Promise.reject(dialFailed('h1', { address, port, found: 'Connection refused' })),
} as unknown as Transport;

/** The same where sshd forwards nothing: a program of the host dials, and finds nobody. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest would have to be made up
const closed = {
  host: 'h1',
  dial: () => Promise.reject(new RmqctlError('FORWARDING_REFUSED', 'h1: sshd does not forward')),
  pipe: () =>
    Promise.resolve({ code: 1, stdout: Buffer.alloc(0), stderr: Buffer.from('Connection refused\n') }),
} as unknown as Transport;

test.each([
  ['a host that forwards', deserted],
  ['a host whose sshd does not', closed],
])('a member that does not run is not waited for, and told: %s', async (_name, transport) => {
  const spec = {
    kind: 'replication',
    version: '5.5.0',
    master: MASTER,
    haPort: 10912,
    slaves: [SLAVE],
    instance: 'broker-a-s',
  } as const;
  const outcome = await inSync.wait(
    spec,
    'broker-a-s',
    {
      transports: new Map([['h1', transport]]),
      now: () => 0, // patience never ends
      patience: 1,
    },
    undefined,
  );
  expect(outcome).toEqual({
    warning: {
      code: 'NOT_IN_SYNC',
      message: 'broker-a-s cannot be in sync with broker-a: not running',
    },
  });
});
