/** All typed requests: each takes a client, what it asks, and `CallOptions`. */

export * from '../../../src/rocketmq/remoting/broker.ts';
export * from '../../../src/rocketmq/remoting/name-server.ts';
export * from '../../../src/rocketmq/remoting/message.ts';
export * from '../../../src/rocketmq/remoting/send.ts';
export * from '../../../src/rocketmq/remoting/topics.ts';
