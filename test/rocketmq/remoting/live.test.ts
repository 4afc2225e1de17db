/**
 * The scenario against real servers. RMQCTL_JARS=<folder with <release>/lib/*.jar> turns it on; RMQCTL_CAPTURE=1 writes the
 * fixtures anew from what goes over the wire.
 */

import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'vitest';
import { RemotingClient } from '../../../src/rocketmq/remoting/client.ts';
import { dialTcp } from '../../sample/dial-tcp.ts';
import { writeCaptured, type Captured } from './fixture.ts';
import { scenario, type Ask, type Exchange } from './scenario.ts';
import { jarsOf, startServers, type RunningServers } from './servers.ts';

const LIMIT_MS = 60_000;

async function once<T>(servers: RunningServers, release: string, exchange: Exchange<T>) {
  const sent: Buffer[] = [];
  const received: Buffer[] = [];
  const dial = async (signal: AbortSignal): Promise<Duplex> => {
    const socket = await dialTcp('127.0.0.1', servers.ports[exchange.of], signal);
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    const write = socket.write.bind(socket);
    socket.write = (chunk: Buffer): boolean => {
      sent.push(chunk);
      return write(chunk);
    };
    return socket;
  };
  const client = new RemotingClient({ peer: exchange.of, release, peerRelease: release, dial });
  try {
    const result = await exchange.run(client);
    const captured: Captured = {
      name: exchange.name,
      server: exchange.of,
      request: Buffer.concat(sent),
      response: Buffer.concat(received),
    };
    return { result, captured };
  } finally {
    client.close();
  }
}

/** Asks until the answer is what it comes to in the end; a server that is still starting counts as "not yet". */
function liveAsk(servers: RunningServers, release: string, captured: Captured[]): Ask {
  return async (exchange) => {
    const deadline = Date.now() + LIMIT_MS;
    for (;;) {
      const attempt = await once(servers, release, exchange).catch((error: unknown) => {
        if (exchange.until === undefined || Date.now() > deadline) throw error;
        return undefined;
      });
      if (attempt !== undefined) {
        const done = exchange.until?.(attempt.result) ?? true;
        if (done) captured.push(attempt.captured);
        if (done || Date.now() > deadline) return attempt.result;
      }
      await sleep(200);
    }
  };
}

test.for(['3.2.6', '4.9.4', '5.5.0'])(
  'the scenario against RocketMQ %s',
  { timeout: 3 * LIMIT_MS },
  async (release, { skip }) => {
    const lib = jarsOf(release);
    skip(lib === undefined, `RMQCTL_JARS has no ${release}/lib`);
    const servers = await startServers(release, lib ?? '');
    const captured: Captured[] = [];
    try {
      await scenario(release, liveAsk(servers, release, captured));
      if (process.env['RMQCTL_CAPTURE'] !== undefined) writeCaptured(release, captured);
    } finally {
      await servers.stop();
    }
  },
);
