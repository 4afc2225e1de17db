import { Duplex } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { RmqctlError } from '../../../src/errors.ts';
import { RemotingClient, type RemotingOptions } from '../../../src/rocketmq/remoting/client.ts';
import { RequestCode } from '../../../src/rocketmq/remoting/wire/codes.ts';
import { releaseOfAnswer } from '../../../src/rocketmq/remoting/wire/version.ts';
import { dialTcp } from '../../sample/dial-tcp.ts';
import * as ask from './requests.ts';
import { answer, fakeServer, type FakeServer, type OnRequest } from '../../sample/remoting-server.ts';

const REQUEST = { code: RequestCode.GET_BROKER_CLUSTER_INFO };
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

function clientOf(options: Partial<RemotingOptions>): RemotingClient {
  const dial = (): Promise<Duplex> => Promise.reject(new Error('no dial'));
  const client = new RemotingClient({ peer: 'mq1:9876', host: 'mq1', release: '4.9.4', dial, ...options });
  cleanUps.push(() => client.close());
  return client;
}

async function serve(onRequest: OnRequest): Promise<{ server: FakeServer; client: RemotingClient }> {
  const server = await fakeServer(onRequest);
  cleanUps.push(() => server.stop());
  return { server, client: clientOf({ dial: (signal) => dialTcp('127.0.0.1', server.port, signal) }) };
}

const failing = (code: string, message: RegExp | string = '') =>
  expect.objectContaining({ code, host: 'mq1', message: expect.stringMatching(message) });

describe('requests and answers', () => {
  test('a hundred requests in flight get their own answers, given in reverse', async () => {
    const held: (() => void)[] = [];
    const { client, server } = await serve((request, socket) => {
      held.unshift(() => socket.write(answer(request, { body: Buffer.from(request.extFields['n'] ?? '') })));
      if (held.length === 100) for (const send of held) send();
    });
    const numbers = Array.from({ length: 100 }, (_, n) => String(n));
    const answers = await Promise.all(numbers.map((n) => client.request({ ...REQUEST, extFields: { n } })));
    expect(answers.map(({ body }) => body.toString())).toEqual(numbers);
    expect(server.accepted()).toBe(1);
  });

  test('requests of the server, and answers to nobody, are passed over', async () => {
    const { client } = await serve((request, socket) => {
      socket.write(answer(request, { code: 40, flag: 2 }));
      socket.write(answer(request, { code: 39, flag: 0 }));
      socket.write(answer(request, { opaque: 77_777 }));
      socket.write(answer(request, { remark: 'mine' }));
    });
    expect(await client.request(REQUEST)).toMatchObject({ code: 0, remark: 'mine' });
  });

  test('a refusal carries code and remark, and the first line of it in the message', async () => {
    const remark = 'CODE: 17  DESC: no topic\nat org.apache';
    const { client } = await serve((request, socket) => socket.write(answer(request, { code: 16, remark })));
    const error = await ask.clusterInfo(client).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RmqctlError);
    expect(error).toMatchObject({
      code: 'REMOTING_REFUSED',
      responseCode: 16,
      remark,
      host: 'mq1',
      message: 'mq1:9876 refused GET_BROKER_CLUSTER_INFO with NO_PERMISSION (16): CODE: 17  DESC: no topic',
    });
  });

  test.each([
    ['nothing', ''],
    ['no JSON', '<html>'],
    ['another shape', '{"brokerAddrTable":[]}'],
    ['another shape within', '{"brokerAddrTable":{"a":{"brokerName":"a","brokerAddrs":{0:1}}}}'],
  ])('a body of %s is named as such', async (_name, body) => {
    const { client } = await serve((request, socket) =>
      socket.write(answer(request, { body: Buffer.from(body) })),
    );
    await expect(ask.clusterInfo(client)).rejects.toEqual(
      failing('REMOTING_MALFORMED', /^mq1:9876: the answer to GET_BROKER_CLUSTER_INFO cannot be read/),
    );
  });

  const config = { body: Buffer.from('a=b\n') };

  test.each([
    { of: 'a name server of 3.2.6 its configuration', version: 79, run: ask.nameServerConfig, learnBy: 106 },
    { of: 'a broker of 4.9.4 its HA status', version: 401, run: ask.haStatus, learnBy: 28 },
  ])('nobody asks $of', async ({ version, run, learnBy }) => {
    const release = releaseOfAnswer(version)!;
    const asked: number[] = [];
    const { client } = await serve((request, socket) => {
      asked.push(request.code);
      socket.write(answer(request, { version }));
    });
    await expect(run(client)).rejects.toEqual(failing('REMOTING_UNSUPPORTED', release));
    await expect(run(client)).rejects.toEqual(failing('REMOTING_UNSUPPORTED', release));
    expect(asked).toEqual([learnBy]);
    expect(client.peerRelease).toBe(release);
  });

  test('what the peer runs decides, and not what the client says it is', async () => {
    const { server } = await serve((request, socket) =>
      socket.write(answer(request, { version: 401, ...config })),
    );
    const client = clientOf({
      release: '3.2.6',
      dial: (signal) => dialTcp('127.0.0.1', server.port, signal),
    });
    expect(await ask.nameServerConfig(client)).toEqual(new Map([['a', 'b']]));
  });

  test('a peer that names no release is asked, and may say that it does not know the request', async () => {
    const { client } = await serve((request, socket) =>
      socket.write(answer(request, { version: 0, code: request.code === 907 ? 3 : 0 })),
    );
    await expect(ask.haStatus(client)).rejects.toEqual(failing('REMOTING_UNSUPPORTED', 'since 5.0.0'));
  });

  test('after a restart another release may answer', async () => {
    let version = 79;
    const { client } = await serve((request, socket) => {
      socket.write(answer(request, { version, ...config }));
      if (request.code === 34) socket.end();
    });
    await expect(ask.nameServerConfig(client)).rejects.toEqual(failing('REMOTING_UNSUPPORTED', '3.2.6'));
    version = 513;
    await client.request({ code: 34 }); // the server goes
    await vi.waitFor(async () => {
      expect(await ask.nameServerConfig(client)).toEqual(new Map([['a', 'b']]));
    });
    expect(client.peerRelease).toBe('5.5.0');
  });
});

describe('time-outs and signals', () => {
  test('a silent server: only the slow request times out, the answer that comes late harms nobody', async () => {
    const { client } = await serve((request, socket) => {
      const delay = request.extFields['slow'] === undefined ? 0 : 120;
      setTimeout(() => socket.write(answer(request, { remark: String(delay) })), delay);
    });
    const slow = client.request({ ...REQUEST, extFields: { slow: '1' } }, { timeoutMs: 60 });
    const fast = client.request(REQUEST, { timeoutMs: 1000 });
    expect((await fast).remark).toBe('0');
    await expect(slow).rejects.toEqual(
      failing('REMOTING_TIMEOUT', 'did not answer GET_BROKER_CLUSTER_INFO within 60 ms'),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await client.request(REQUEST)).remark).toBe('0');
  });

  test('a connection on which nothing is heard any more is left for a new one', async () => {
    const { client, server } = await serve((request, socket) => {
      if (server.accepted() > 1) socket.write(answer(request));
    });
    await expect(client.request(REQUEST, { timeoutMs: 50 })).rejects.toEqual(failing('REMOTING_TIMEOUT'));
    expect(await client.request(REQUEST)).toMatchObject({ code: 0 });
    expect(server.accepted()).toBe(2);
  });

  test('a dial that never ends counts too, is told to stop, and the next request dials again', async () => {
    const signals: AbortSignal[] = [];
    const dial = (signal: AbortSignal): Promise<Duplex> => {
      signals.push(signal);
      return new Promise(() => undefined);
    };
    const client = clientOf({ dial, timeoutMs: 30 });
    const both = await Promise.allSettled([
      client.request(REQUEST),
      client.request(REQUEST, { timeoutMs: 60 }),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    await expect(client.request(REQUEST)).rejects.toEqual(failing('REMOTING_TIMEOUT'));
    expect(signals).toHaveLength(2);
  });

  test('a stream that comes after everybody left is closed', async () => {
    const late = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
    const client = clientOf({ dial: () => new Promise((resolve) => setTimeout(() => resolve(late), 60)) });
    await expect(client.request(REQUEST, { timeoutMs: 20 })).rejects.toEqual(failing('REMOTING_TIMEOUT'));
    await vi.waitFor(() => expect(late.destroyed).toBe(true), 10_000);
  });

  test('a signal ends the wait with its reason, before or during it', async () => {
    const { client } = await serve(() => undefined);
    const reason = new Error('interrupted');
    const controller = new AbortController();
    const waiting = client.request(REQUEST, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await expect(waiting).rejects.toBe(reason);
    await expect(client.request(REQUEST, { signal: controller.signal })).rejects.toBe(reason);
  });
});

describe('broken streams', () => {
  test('a server that closes mid-frame fails all that wait; the next request connects again', async () => {
    const { client, server } = await serve((request, socket) => {
      const bytes = answer(request);
      if (server.accepted() > 1) socket.write(bytes);
      else socket.end(bytes.subarray(0, 10));
    });
    const both = await Promise.allSettled([client.request(REQUEST), client.request(REQUEST)]);
    for (const result of both)
      expect(result).toMatchObject({ reason: failing('REMOTING_CLOSED', 'the other side') });
    expect(await client.request(REQUEST)).toMatchObject({ code: 0 });
    expect(server.accepted()).toBe(2);
  });

  test('a reset is an error, not a crash', async () => {
    const { client } = await serve((_request, socket) => socket.resetAndDestroy());
    await expect(client.request(REQUEST)).rejects.toEqual(failing('REMOTING_CLOSED', 'ECONNRESET'));
  });

  test.each([
    ['a frame of 2 GB', Buffer.from('7fffffff00000000', 'hex')],
    ['an HTTP server', Buffer.from('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')],
    ['a header that is no JSON', Buffer.from('000000060000000278787878', 'hex')],
  ])('%s is refused at once, and named', async (_name, bytes) => {
    const { client } = await serve((_request, socket) => socket.write(bytes));
    await expect(client.request(REQUEST)).rejects.toEqual(
      failing('REMOTING_MALFORMED', /^mq1:9876: what it sent cannot be read/),
    );
  });

  test('a refused connection says so', async () => {
    const { client, server } = await serve(() => undefined);
    await server.stop();
    cleanUps.splice(0, 1);
    await expect(client.request(REQUEST)).rejects.toEqual(
      failing('REMOTING_CONNECT', /cannot connect to mq1:9876: .*ECONNREFUSED/),
    );
  });

  test("a dialer's own error is kept", async () => {
    const own = new RmqctlError('SSH_CHANNEL', 'mq1: channel refused');
    const client = clientOf({ dial: () => Promise.reject(own) });
    await expect(client.request(REQUEST)).rejects.toBe(own);
  });

  test('close ends what is under way, and all that comes later', async () => {
    const { client } = await serve(() => undefined);
    const waiting = client.request(REQUEST);
    setTimeout(() => client.close(), 30);
    await expect(waiting).rejects.toEqual(failing('REMOTING_CLOSED', 'by this program'));
    await expect(client.request(REQUEST)).rejects.toEqual(failing('REMOTING_CLOSED'));
  });

  test('close ends a dial', async () => {
    const signals: AbortSignal[] = [];
    const dial = (signal: AbortSignal): Promise<Duplex> => {
      signals.push(signal);
      return new Promise(() => undefined);
    };
    const client = clientOf({ dial });
    const waiting = client.request(REQUEST);
    client.close();
    await expect(waiting).rejects.toEqual(failing('REMOTING_CLOSED'));
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });
});
