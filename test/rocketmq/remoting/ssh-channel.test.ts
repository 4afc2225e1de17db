/** The client over an SSH `direct-tcpip` channel, both ends of the SSH connection in this process. */

import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { Client, Server } from 'ssh2';
import { afterEach, expect, test } from 'vitest';
import { RemotingClient } from '../../../src/rocketmq/remoting/client.ts';
import { clusterInfo } from './requests.ts';
import { newKey } from '../../sample/ssh/server.ts';
import { answer, fakeServer, portOf, type OnRequest } from '../../sample/remoting-server.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** An SSH server that forwards to any port of loopback, and the port it listens on. */
async function sshServer(): Promise<number> {
  const { private: hostKey } = newKey();
  const server = new Server({ hostKeys: [hostKey] }, (connection) => {
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => context.accept());
    connection.on('tcpip', (accept, reject, { destPort }) => {
      const socket = connect(destPort, '127.0.0.1');
      socket.once('error', () => reject());
      socket.once('connect', () => {
        const channel = accept();
        socket.on('error', () => channel.end());
        channel.pipe(socket).pipe(channel);
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => server.close());
  return portOf(server.address());
}

async function sshClient(port: number): Promise<Client> {
  const client = new Client();
  client.connect({ host: '127.0.0.1', port, username: 'u', password: 'p' });
  await once(client, 'ready');
  cleanUps.push(() => client.end());
  return client;
}

async function clientThroughSsh(onRequest: OnRequest): Promise<RemotingClient> {
  const server = await fakeServer(onRequest);
  cleanUps.push(() => server.stop());
  const ssh = await sshClient(await sshServer());
  const dial = (): Promise<Duplex> =>
    new Promise((resolve, reject) => {
      ssh.forwardOut('127.0.0.1', 0, '127.0.0.1', server.port, (error, channel) => {
        if (error === undefined) resolve(channel);
        else reject(error);
      });
    });
  const client = new RemotingClient({ peer: 'mq1:9876', release: '4.9.4', dial });
  cleanUps.push(() => client.close());
  return client;
}

test('requests in flight share one channel', async () => {
  const body = Buffer.from('{"brokerAddrTable":{},"clusterAddrTable":{"c":["a"]}}');
  const client = await clientThroughSsh((request, socket) => socket.write(answer(request, { body })));
  const infos = await Promise.all(Array.from({ length: 20 }, () => clusterInfo(client)));
  for (const info of infos) expect(info.clusters).toEqual(new Map([['c', ['a']]]));
});

test('a channel that the far end closes is an error, and the next request opens another', async () => {
  let requests = 0;
  const client = await clientThroughSsh((request, socket) => {
    requests += 1;
    if (requests === 1) socket.end();
    else socket.write(answer(request));
  });
  await expect(client.request({ code: 106 })).rejects.toMatchObject({ code: 'REMOTING_CLOSED' });
  expect(await client.request({ code: 106 })).toMatchObject({ code: 0 });
});

test('a channel that the SSH server refuses names the peer', async () => {
  const ssh = await sshClient(await sshServer());
  const dial = (): Promise<Duplex> =>
    new Promise((resolve, reject) => {
      ssh.forwardOut('127.0.0.1', 0, '127.0.0.1', 1, (error, channel) =>
        error ? reject(error) : resolve(channel),
      );
    });
  const client = new RemotingClient({ peer: 'mq1:9876', release: '4.9.4', dial });
  cleanUps.push(() => client.close());
  await expect(client.request({ code: 106 })).rejects.toMatchObject({
    code: 'REMOTING_CONNECT',
    message: expect.stringMatching(/^cannot connect to mq1:9876: /),
  });
});
