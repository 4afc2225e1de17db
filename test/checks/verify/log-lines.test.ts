import { describe, expect, test } from 'vitest';
import { explainLogLine, isNoise } from '../../../src/checks/verify/log-lines.ts';
import { parseSockets, hexPort } from '../../../src/checks/verify/listeners.ts';
import { hasReported } from '../../../src/checks/verify/slave-reports.ts';

describe('a line of a log', () => {
  test.each([
    ['read socket[/10.0.0.9:4711] < 0', true],
    ['processReadEvent error', true],
    ['processReadEvent exception', true],
    ['ERROR FlowMonitor - Interrupted', true],
    ['registerBroker Exception, 10.0.0.1:9876', false],
    ['Interrupted', false],
  ])('%s is noise: %s', (line, noise) => expect(isNoise(line)).toBe(noise));

  test.each([
    ['SyncTopicConfig Exception, 10.0.0.1:10911', /could not copy topics and offsets/, false],
    ['syncConsumerOffset Exception', /could not copy topics and offsets/, false],
    ['registerBroker Exception, 10.0.0.1:9876', /could not register/, false],
    ['Failed to register current broker to name server', /could not register/, false],
    ['physic disk maybe full soon 0.91', /disk of the store is nearly full/, false],
    ['logics disk will be full soon', /disk of the store is nearly full/, false],
    ['Lock failed,MQ already started', /another process holds the lock/, true],
  ])('%s: %s', (line, cause, lasting) => {
    expect(explainLogLine(line)).toMatchObject({
      cause: expect.stringMatching(cause),
      lasting,
      hint: expect.any(String),
    });
  });

  test('one that nobody knows is not explained', () => expect(explainLogLine('odd')).toBeUndefined());
});

describe('sockets of /proc/net/tcp', () => {
  const line = (local: string, remote: string, state: string) =>
    `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 0 0 1`;
  test.each([
    [
      'any address, listening',
      line('00000000:2A9F', '00000000:0000', '0A'),
      '0.0.0.0:10911',
      '0.0.0.0:0',
      'listening',
    ],
    [
      'an address, connected',
      line('922FA8C0:2AA0', '912FA8C0:270F', '01'),
      '192.168.47.146:10912',
      '192.168.47.145:9999',
      'established',
    ],
    ['another state', line('0100007F:0050', '0100007F:0051', '06'), '127.0.0.1:80', '127.0.0.1:81', 'other'],
    [
      'IPv6, any',
      line(`${'0'.repeat(32)}:2694`, `${'0'.repeat(32)}:0000`, '0A'),
      ':::9876',
      ':::0',
      'listening',
    ],
    [
      'IPv4 in its IPv6 form',
      line('0000000000000000FFFF0000922FA8C0:2694', `${'0'.repeat(32)}:0000`, '0A'),
      '192.168.47.146:9876',
      ':::0',
      'listening',
    ],
  ])('%s', (...[, text, local, remote, state]) => {
    const [socket, ...more] = parseSockets(`  sl  local_address rem_address   st\n${text}\n`);
    expect(more).toEqual([]);
    const words = (end: { address: string; port: number } | undefined) => `${end?.address}:${end?.port}`;
    expect([words(socket?.local), words(socket?.remote), socket?.state]).toEqual([local, remote, state]);
  });

  test('another IPv6 address is told by its digits, and is nobody else’s', () => {
    const own = 'B80D0120000000000000000001000000';
    expect(parseSockets(`${line(`${own}:0050`, `${'0'.repeat(32)}:0000`, '0A')}\n`)[0]?.local.address).toBe(
      own,
    );
  });

  test.each([
    [0, '0000'],
    [80, '0050'],
    [10911, '2A9F'],
    [65535, 'FFFF'],
  ])('port %i is written %s', (port, hex) => expect(hexPort(port)).toBe(hex));
});

describe('whether a slave has reported, by the log of its master', () => {
  const connected = 'INFO - HAService receive new connection, /10.0.0.2:43210\n';
  const reported = 'INFO - slave[/10.0.0.2:43210] request offset 0\n';
  test.each([
    ['it has', `${connected}${reported}`, ['10.0.0.2:43210'], true],
    ['it has, though the connection was rolled away', reported, ['10.0.0.2:43210'], true],
    ['it has not yet', connected, ['10.0.0.2:43210'], false],
    ['another connection of the same host has', reported, ['10.0.0.2:43211'], undefined],
    ['one of its two connections has', `${connected}${reported}`, ['10.0.0.2:1', '10.0.0.2:43210'], true],
    ['a port that begins alike is another', connected, ['10.0.0.2:4321'], undefined],
    ['the log does not speak of it', '', ['10.0.0.2:43210'], undefined],
    ['it has no connection', connected, [], undefined],
  ])('%s', (_name, log, addresses, expected) => expect(hasReported(log, addresses)).toBe(expected));
});
