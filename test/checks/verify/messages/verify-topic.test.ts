import { afterEach, expect, test } from 'vitest';
import { RemotingClient } from '../../../../src/rocketmq/remoting/client.ts';
import { RequestCode, ResponseCode } from '../../../../src/rocketmq/remoting/wire/codes.ts';
import { dialTcp } from '../../../sample/dial-tcp.ts';
import { removeTopic, TOPIC } from '../../../../src/checks/verify/messages/verify-topic.ts';
import { answer, fakeServer, type FakeServer } from '../../../sample/remoting-server.ts';

/** A broker that unmaps a queue which it still writes to dies (RocketMQ issue 8405). */

const servers: FakeServer[] = [];
const clients: RemotingClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

/** A master whose queue is so long at each look (the last one goes on), and what it is told; none: it refuses to say. */
async function master(...lengths: number[]): Promise<{ client: RemotingClient; told: string[] }> {
  const told: string[] = [];
  const server = await fakeServer((request, socket) => {
    if (request.code === RequestCode.GET_MAX_OFFSET) {
      const offset = lengths.length > 1 ? lengths.shift() : lengths[0];
      told.push(`look ${offset}`);
      const found =
        offset === undefined
          ? { code: ResponseCode.SYSTEM_ERROR }
          : { extFields: { offset: String(offset) } };
      socket.write(answer(request, found));
    } else {
      told.push(`delete ${request.extFields['topic']}`);
      socket.write(answer(request));
    }
  });
  servers.push(server);
  const client = new RemotingClient({
    peer: `127.0.0.1:${server.port}`,
    release: '4.9.4',
    dial: (signal) => dialTcp('127.0.0.1', server.port, signal),
  });
  clients.push(client);
  return { client, told };
}

test.each([
  { what: 'that is written', lengths: [20], next: 20n, told: ['look 20', `delete ${TOPIC}`] },
  {
    what: 'that is still being written is awaited, and',
    lengths: [0, 18, 20],
    next: 20n,
    told: ['look 0', 'look 18', 'look 20', `delete ${TOPIC}`],
  },
  {
    what: 'that nothing comes to',
    lengths: [7],
    next: undefined,
    told: ['look 7', 'look 7', `delete ${TOPIC}`],
  },
])('a queue $what is removed, from the name servers too', async ({ lengths, next, told }) => {
  const broker = await master(...lengths);
  const nameServer = await master();
  await removeTopic(broker.client, [nameServer.client], next);
  expect(broker.told).toEqual(told);
  expect(nameServer.told).toEqual([`delete ${TOPIC}`]);
});

test.each([
  { what: 'another verification sends to', lengths: [21], next: 20n },
  { what: 'a message comes to that was not answered', lengths: [7, 8], next: undefined },
  { what: 'the broker does not tell of', lengths: [], next: 20n },
  { what: 'the broker does not come to write', lengths: [19], next: 20n },
])('a queue that $what is left in place', async ({ lengths, next }) => {
  const broker = await master(...lengths);
  const nameServer = await master();
  await removeTopic(broker.client, [nameServer.client], next);
  expect([...broker.told, ...nameServer.told].filter((each) => each.startsWith('delete'))).toEqual([]);
});
