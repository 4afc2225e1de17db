import type { PlaygroundPart } from '../role.ts';

/** A proxy in a playground, for clients that speak gRPC. */
export const proxyPlayground: PlaygroundPart = {
  port: 8081,
  heap: '256m',
  comment: 'clients speak gRPC to them, port 8081',
  // the clients of 5.x take topics that are there already: `mqadmin sendMessage` makes it
  clients: (endpoints) => [
    `  Node     const p = new Producer({ endpoints: '${endpoints}' }); await p.startup(); await p.send({ topic: 'first', body: Buffer.from('hello') })`,
    `  Python   p = Producer(ClientConfiguration("${endpoints}", Credentials()), ("first",)); p.startup(); m = Message(); m.topic = "first"; m.body = b"hello"; p.send(m)`,
  ],
};
