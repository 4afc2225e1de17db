/** All typed requests: each takes a client, what it asks, and `CallOptions`. */

export * from './broker.ts';
export * from './name-server.ts';
export * from './offsets.ts';
export * from './pull.ts';
export * from './send.ts';
export * from './topics.ts';
