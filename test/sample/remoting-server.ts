/** An in-process server that speaks the protocol, or breaks it, as a test says. */

import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import {
  decodeCommand,
  encodeCommand,
  type RemotingCommand,
} from '../../src/rocketmq/remoting/wire/command.ts';
import { FrameDecoder } from '../../src/rocketmq/remoting/wire/frame.ts';

export interface FakeServer {
  readonly port: number;
  /** how many connections were accepted so far */
  readonly accepted: () => number;
  stop(): Promise<void>;
}

export type OnRequest = (request: RemotingCommand, socket: Socket) => void;

export async function fakeServer(onRequest: OnRequest): Promise<FakeServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((socket) => {
    accepted += 1;
    sockets.add(socket);
    const decoder = new FrameDecoder();
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      for (const frame of decoder.push(chunk)) onRequest(decodeCommand(frame), socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server.address());
  return {
    port,
    accepted: () => accepted,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The bytes of a response to a request. */
export function answer(request: RemotingCommand, response: Partial<RemotingCommand> = {}): Buffer {
  const blank = { version: 401, remark: null, extFields: {}, body: Buffer.alloc(0) };
  return encodeCommand({ ...blank, code: 0, opaque: request.opaque, flag: 1, ...response });
}

/** The port of a server that listens on TCP. */
export function portOf(address: AddressInfo | string | null): number {
  if (typeof address === 'object' && address !== null) return address.port;
  throw new Error('the server does not listen on TCP');
}
