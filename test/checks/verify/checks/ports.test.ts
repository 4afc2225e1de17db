import { describe, expect, test } from 'vitest';
import { ports } from '../../../../src/checks/verify/checks/ports.ts';
import { of, CONTEXT } from '../../../sample/verify.ts';

describe('ports', () => {
  const line = (address: string, port: number, tcp6 = false) =>
    ` 0: ${tcp6 ? address.padStart(32, '0') : address}:${port.toString(16).toUpperCase().padStart(4, '0')} ${'0'.repeat(tcp6 ? 32 : 8)}:0000 0A 0:0 00:0 00 0 0 1`;
  const all = (address: string, tcp6 = false) =>
    [10911, 10909, 10912].map((port) => line(address, port, tcp6));

  test.each([
    ['of IPv4, any address', all('00000000'), 'pass', /10911, 10909, 10912/],
    ['of IPv6, any address', all('0', true), 'pass', /./],
    ['of the very address', all('922FA8C0'), 'pass', /./],
    ['of the very address in its IPv6 form', all('FFFF0000922FA8C0', true), 'pass', /./],
    [
      'of the loopback',
      all('0100007F'),
      'fail',
      /listens on 127\.0\.0\.1:10911, not on 192\.168\.47\.146:10911/,
    ],
    ['one missing', all('00000000').slice(1), 'fail', /^does not listen on 10911$/],
    ['one that begins the same', [line('00000000', 1091)], 'fail', /does not listen on 10911, 10909, 10912/],
    ['nothing', [], 'fail', /./],
  ])('%s', (_name, lines, status, detail) => {
    const [finding] = of(ports, CONTEXT, { texts: { 'listeners node1': lines.join('\n') } }, 'broker-a');
    expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });
});
