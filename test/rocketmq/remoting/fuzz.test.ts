import type { Duplex } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { RmqctlError } from '../../../src/errors.ts';
import { RemotingClient } from '../../../src/rocketmq/remoting/client.ts';
import { RequestCode } from '../../../src/rocketmq/remoting/wire/codes.ts';
import { decodeCommand } from '../../../src/rocketmq/remoting/wire/command.ts';
import { parseFastjson } from '../../../src/rocketmq/remoting/wire/fastjson.ts';
import { encodeFrame, FrameDecoder } from '../../../src/rocketmq/remoting/wire/frame.ts';
import { decodeMessage } from '../../../src/rocketmq/remoting/message.ts';
import * as ask from './requests.ts';
import { readCaptured } from './fixture.ts';
import { cut, mutate, mutation, type Mutation } from './mutate.ts';
import { scriptedStream } from './scripted-stream.ts';

const RUNS = 10_000;
const QUEUE = { topic: 'T', queueId: 0 };

/** The typed requests that read most of their answer, by code. */
const READERS = new Map<number, (client: RemotingClient) => Promise<unknown>>([
  [RequestCode.GET_BROKER_CLUSTER_INFO, (client) => ask.clusterInfo(client)],
  [RequestCode.GET_BROKER_RUNTIME_INFO, (client) => ask.runtimeInfo(client)],
  [RequestCode.GET_BROKER_CONFIG, (client) => ask.brokerConfig(client)],
  [RequestCode.GET_BROKER_HA_STATUS, (client) => ask.haStatus(client)],
  [RequestCode.GET_MAX_OFFSET, (client) => ask.maxOffset(client, QUEUE)],
  [RequestCode.VIEW_MESSAGE_BY_ID, (client) => ask.viewMessage(client, { topic: 'T', physicalOffset: 0n })],
  [
    RequestCode.SEND_MESSAGE_V2,
    (client) =>
      ask.sendMessage(client, { ...QUEUE, producerGroup: 'G', bornTimestamp: 1, body: Buffer.from('b') }),
  ],
]);

interface Specimen {
  readonly response: Buffer;
  readonly run: (client: RemotingClient) => Promise<unknown>;
}

const specimens: Specimen[] = ['3.2.6', '4.9.4', '5.5.0'].flatMap((release) =>
  readCaptured(release).flatMap(({ request, response }) => {
    const [frame] = [...new FrameDecoder().push(request)];
    const run = READERS.get(decodeCommand(frame!).code);
    return run === undefined ? [] : [{ response, run }];
  }),
);

/** Damages the whole frame, or its header or body alone and then puts a whole frame round it. */
function damage(response: Buffer, part: 'frame' | 'header' | 'body', mutations: readonly Mutation[]): Buffer {
  if (part === 'frame') return mutations.reduce(mutate, response);
  const [frame] = [...new FrameDecoder().push(response)];
  return encodeFrame({ ...frame!, [part]: mutations.reduce(mutate, frame![part]) });
}

test(
  `the client survives ${RUNS} damaged answers of real servers: each gives a value or an error of its own`,
  { timeout: 120_000 },
  async () => {
    const outcomes = new Map<string, number>();
    const count = (outcome: string): void => void outcomes.set(outcome, 1 + (outcomes.get(outcome) ?? 0));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...specimens),
        fc.constantFrom('frame' as const, 'header' as const, 'body' as const),
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat(3000), { maxLength: 3 }),
        async ({ response, run }, part, mutations, cuts) => {
          const pieces = cut(damage(response, part, mutations), cuts);
          const dial = async (): Promise<Duplex> => scriptedStream([...pieces, null]);
          const client = new RemotingClient({
            peer: 'mq1:10911',
            release: '5.5.0',
            peerRelease: '5.5.0',
            timeoutMs: 5000,
            dial,
          });
          try {
            await run(client);
            count('value');
          } catch (error) {
            if (!(error instanceof RmqctlError)) throw error;
            count(error.code);
          } finally {
            client.close();
          }
        },
      ),
      { numRuns: RUNS },
    );
    expect([...outcomes.keys()].sort()).toEqual([
      'REMOTING_CLOSED',
      'REMOTING_MALFORMED',
      'REMOTING_REFUSED',
      'value',
    ]);
    for (const [outcome, times] of outcomes) expect(times, outcome).toBeGreaterThan(RUNS / 1000);
  },
);

/** Reads a stream with every reader there is. */
function readAll(stream: Buffer): void {
  const attempt = (read: () => unknown): void => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof RmqctlError)) throw error;
      expect(error.code).toBe('REMOTING_MALFORMED');
    }
  };
  attempt(() => parseFastjson(stream.toString('utf8')));
  attempt(() => decodeMessage(stream));
  attempt(() => {
    for (const frame of new FrameDecoder().push(stream)) attempt(() => decodeCommand(frame));
  });
}

test(`${RUNS} runs of random bytes give values or errors`, { timeout: 60_000 }, () => {
  const lengths = fc.tuple(fc.integer({ min: 4, max: 400 }), fc.integer({ min: 0, max: 0x0200_0010 }));
  const start = lengths.map(([total, word]) => {
    const words = Buffer.alloc(8);
    words.writeInt32BE(total, 0);
    words.writeInt32BE(word, 4);
    return words;
  });
  const jsonish = fc.array(fc.constantFrom(...'{}[]:,"\\0123-.eu tfn'.split('')), { maxLength: 60 });
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
    jsonish.map((characters) => Buffer.from(characters.join(''))),
  );
  fc.assert(
    fc.property(fc.option(start), noise, (words, bytes) => {
      readAll(words === null ? bytes : Buffer.concat([words, bytes]));
    }),
    { numRuns: RUNS },
  );
});
