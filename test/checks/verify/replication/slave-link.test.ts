import { describe, expect, test } from 'vitest';
import { hasReported } from '../../../../src/checks/verify/replication/slave-link.ts';

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
