import type { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { RemotingClient } from '../../../src/rocketmq/remoting/client.ts';
import { decodeCommand, isResponse } from '../../../src/rocketmq/remoting/wire/command.ts';
import { FrameDecoder } from '../../../src/rocketmq/remoting/wire/frame.ts';
import { readCaptured } from './fixture.ts';
import { cut } from './mutate.ts';
import { scenario, type Ask } from './scenario.ts';
import { scriptedStream } from './scripted-stream.ts';

const RELEASES = ['3.2.6', '4.9.4', '5.5.0'];

const multiplesOf = (size: number, end: number): number[] =>
  Array.from({ length: Math.floor(end / size) }, (_, index) => (index + 1) * size);

describe.each(RELEASES)('captured frames of RocketMQ %s', (release) => {
  test.each([1, 7, 65_536])(
    'every request is written, and its response read, as captured (pieces of %i)',
    async (size) => {
      const captured = new Map(readCaptured(release).map((exchange) => [exchange.name, exchange]));
      const send: Ask = async ({ name, of, run }) => {
        const exchange = captured.get(name);
        if (exchange === undefined) throw new Error(`"${name}" was not captured of ${release}`);
        captured.delete(name);
        expect(exchange.server).toBe(of);
        const written: Buffer[] = [];
        const pieces = cut(exchange.response, multiplesOf(size, exchange.response.length));
        const dial = async (): Promise<Duplex> => scriptedStream(pieces, written);
        const client = new RemotingClient({ peer: of, release, peerRelease: release, dial });
        const result = await run(client);
        client.close();
        expect(Buffer.concat(written).toString('latin1'), name).toBe(exchange.request.toString('latin1'));
        return result;
      };
      await scenario(release, send);
      expect([...captured.keys()]).toEqual([]);
    },
  );

  test('the frames are single, whole, and of the release', () => {
    for (const { name, response } of readCaptured(release)) {
      const frames = [...new FrameDecoder().push(response)];
      expect(frames, name).toHaveLength(1);
      const command = decodeCommand(frames[0]!);
      expect(isResponse(command)).toBe(true);
      expect(command.opaque).toBe(1);
    }
  });
});

test('3.2.6 and 4.9.4 write broker ids as bare keys, which JSON.parse does not read', () => {
  for (const release of ['3.2.6', '4.9.4']) {
    const response = readCaptured(release).find(({ name }) => name === 'cluster info')?.response;
    const [frame] = new FrameDecoder().push(response ?? Buffer.alloc(0));
    const body = frame?.body.toString() ?? '';
    expect(body).toContain('"brokerAddrs":{0:"');
    expect(() => JSON.parse(body)).toThrow(SyntaxError);
  }
});
