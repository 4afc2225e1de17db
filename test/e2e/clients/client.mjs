import { Producer, SimpleConsumer } from 'rocketmq-client-nodejs';

/** client.mjs ENDPOINTS TOPIC BODY: sends a message, and reads the topic until that message comes. */
const [endpoints, topic, body] = process.argv.slice(2);
const options = { endpoints, namespace: '' };

const producer = new Producer({ ...options, topics: [topic] });
await producer.startup();
console.log('sent', (await producer.send({ topic, body: Buffer.from(body) })).messageId);

const subscriptions = new Map([[topic, '*']]);
const consumer = new SimpleConsumer({
  ...options,
  consumerGroup: 'node-consumer',
  subscriptions,
  awaitDuration: 3000,
});
await consumer.startup();
let found = false;
for (let tries = 0; tries < 20 && !found; tries += 1) {
  for (const message of await consumer.receive(16, 15_000)) {
    console.log('received', message.body.toString());
    found ||= message.body.toString() === body;
    await consumer.ack(message);
  }
}
process.exit(found ? 0 : 1);
