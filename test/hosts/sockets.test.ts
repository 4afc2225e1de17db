import { describe, expect, test } from 'vitest';
import { parseSockets } from '../../src/hosts/sockets.ts';

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

  test('whose they are is read where the line goes on to say so', () => {
    const text =
      '   0: 00000000:2A9F 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 34567 1 0 100';
    expect(parseSockets(text)).toMatchObject([{ uid: 1000, inode: '34567' }]);
  });

  test('another IPv6 address is told by its digits, and is nobody else’s', () => {
    const own = 'B80D0120000000000000000001000000';
    expect(parseSockets(`${line(`${own}:0050`, `${'0'.repeat(32)}:0000`, '0A')}\n`)[0]?.local.address).toBe(
      own,
    );
  });
});
