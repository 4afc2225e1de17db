import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { RmqctlError } from '../../../src/errors.ts';
import { registered } from '../../../src/execute/waits/registrations.ts';
import { RequestCode } from '../../../src/rocketmq/remoting/wire/codes.ts';
import { dialFailed } from '../../../src/transport/ssh/ssh-errors.ts';
import type { Transport } from '../../../src/transport/transport.ts';
import { answer, fakeServer, type FakeServer } from '../../sample/remoting-server.ts';

const endpoint = (instance: string, port: number) => ({ instance, host: 'h1', address: '10.0.0.1', port });
const SPEC = {
  kind: 'registrations',
  version: '4.9.4',
  nameServer: endpoint('namesrv-h1', 9876),
  brokers: [endpoint('broker-a', 10911), endpoint('broker-a-s', 11011)],
} as const;
const servers: FakeServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

/** What runs on the host: a name server that gives these answers one after the other, and brokers on these ports. */
async function cluster(knows: readonly (readonly number[])[], running: readonly number[]) {
  let asked = 0;
  const nameServer = await fakeServer((request, socket) => {
    const known = knows[Math.min(asked, knows.length - 1)]!;
    asked += 1;
    const brokerAddrTable = Object.fromEntries(
      known.map((port) => [`b${port}`, { brokerName: `b${port}`, brokerAddrs: { 0: `10.0.0.1:${port}` } }]),
    );
    socket.write(answer(request, { body: Buffer.from(JSON.stringify({ brokerAddrTable })) }));
  });
  const broker = await fakeServer((request, socket) => {
    expect(request.code).toBe(RequestCode.GET_BROKER_RUNTIME_INFO);
    socket.write(answer(request, { body: Buffer.from('{"table":{}}') }));
  });
  servers.push(nameServer, broker);
  const dial = async (address: string, port: number) => {
    if (port !== 9876 && !running.includes(port))
      throw dialFailed('h1', { address, port, found: 'Connection refused' });
    const socket = connect((port === 9876 ? nameServer : broker).port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a transport only `dial` is asked for
  return { host: 'h1', dial } as unknown as Transport;
}

/** @param patience looks that may be taken after the first */
const contextOf = (transport: Transport, patience = 20) => {
  let clock = 0;
  return { transports: new Map([['h1', transport]]), now: () => clock++, patience };
};

describe('a restarted name server', () => {
  test('knows again whom it knew before', async () => {
    const context = contextOf(await cluster([[10911, 11011], [], [10911], [10911, 11011]], [10911, 11011]));
    const before = await registered.before?.(SPEC, context);
    expect(before).toEqual(new Set(['broker-a', 'broker-a-s']));
    expect(await registered.wait(SPEC, 'namesrv-h1', context, before)).toEqual({});
  });

  test('does not wait for a broker that does not run, and names it', async () => {
    const context = contextOf(await cluster([[10911], [], [10911]], [10911]));
    const before = await registered.before?.(SPEC, context);
    expect(await registered.wait(SPEC, 'namesrv-h1', context, before)).toEqual({
      warning: {
        code: 'BROKER_NOT_RUNNING',
        message: 'namesrv-h1 does not wait for the registration of broker-a-s: not running',
      },
    });
  });

  test('does not wait for a broker that died after its restart', async () => {
    const context = contextOf(await cluster([[10911, 11011], [10911]], [10911]));
    const before = await registered.before?.(SPEC, context);
    const { failure, warning } = await registered.wait(SPEC, 'namesrv-h1', context, before);
    expect([failure, warning?.code]).toEqual([undefined, 'BROKER_NOT_RUNNING']);
  });

  test('does not wait for one that runs and was not registered', async () => {
    const context = contextOf(await cluster([[10911]], [10911, 11011]));
    const before = await registered.before?.(SPEC, context);
    expect(await registered.wait(SPEC, 'namesrv-h1', context, before)).toEqual({});
  });

  test('fails with the names of those that run and are not back in time', async () => {
    const context = contextOf(await cluster([[10911, 11011], [10911]], [10911, 11011]), 2);
    const before = await registered.before?.(SPEC, context);
    expect(await registered.wait(SPEC, 'namesrv-h1', context, before)).toEqual({
      failure: { summary: 'namesrv-h1 runs, but lacks the registration of broker-a-s' },
    });
  });
});

test('one that was down before waits for every broker that runs', async () => {
  const context = contextOf(await cluster([[10911], [10911, 11011]], [10911, 11011]));
  expect(await registered.wait(SPEC, 'namesrv-h1', context, undefined)).toEqual({});
});

test('a host that lets no one dial through it is taken at its word', async () => {
  const refused = () => Promise.reject(new RmqctlError('FORWARDING_REFUSED', 'h1: sshd does not forward'));
  const pipe = () => Promise.resolve({ code: 44, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a transport only these are asked for
  const context = contextOf({ host: 'h1', dial: refused, pipe } as unknown as Transport);
  expect(await registered.before?.(SPEC, context)).toBeUndefined();
  expect(await registered.wait(SPEC, 'namesrv-h1', context, undefined)).toEqual({});
});
