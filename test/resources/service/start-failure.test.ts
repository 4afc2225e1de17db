import { describe, expect, test } from 'vitest';
import { explainStart } from '../../../src/resources/service/start-failure.ts';
import type { Service } from '../../../src/resources/service/state.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an explanation looks at these three alone
const service = {
  instance: 'broker-a',
  timeout: 120,
  ready: { console: '/logs/console.log' },
} as unknown as Service;
const NO_MEMORY =
  "OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory(0x0, 8589934592, 0) failed; error='Cannot allocate memory' (errno=12)";

describe('what a failed start says', () => {
  test.each([
    [
      'died, nobody knows why',
      'died\nodd\n',
      'broker-a died while starting',
      'look at /logs/console.log on the host',
    ],
    [
      'cannot start, nobody knows why',
      'hopeless\nodd\n',
      'broker-a cannot start, and was stopped',
      'look at /logs/console.log on the host',
    ],
    [
      'late',
      'late: port 10911\n',
      'broker-a was not ready within 120 s: port 10911 is missing',
      'it goes on starting; run again to wait further, or give it more time with --timeout',
    ],
    [
      'a command that failed',
      'systemctl: unit not found\n',
      'could not start broker-a: systemctl: unit not found',
      undefined,
    ],
    [
      'a stop that failed',
      'pid 7 did not end within 120 s of SIGTERM\n',
      'could not stop broker-a: pid 7 did not end within 120 s of SIGTERM',
      undefined,
    ],
    ['nothing', '', 'could not start broker-a: ', undefined],
  ])('%s', (_name, output, summary, hint) => {
    const failure = explainStart(output, service);
    expect(failure.summary).toBe(summary);
    expect(failure.hint).toBe(hint);
  });

  test('a cause that is known is said, with what to do about it', () => {
    const failure = explainStart(`died\n${NO_MEMORY}\n`, service);
    expect(failure.summary).toMatch(/^broker-a died while starting: .+/);
    expect(failure.hint).not.toContain('console.log');
    expect(failure.log).toEqual([NO_MEMORY]);
  });

  test('the last twenty lines are told, without stack frames and empty ones', () => {
    const lines = Array.from(
      { length: 30 },
      (_, index) => `line ${index}\n\tat org.apache.X(X.java:${index})\n\n`,
    );
    const { log } = explainStart(`died\n${lines.join('')}\t... 7 more\n`, service);
    expect(log).toEqual(Array.from({ length: 20 }, (_, index) => `line ${index + 10}`));
  });

  test('the line of the cause is among them, however much was logged after it', () => {
    const after = Array.from({ length: 40 }, (_, index) => `line ${index}`);
    const { log } = explainStart(['died', NO_MEMORY, ...after].join('\n'), service);
    expect(log).toHaveLength(20);
    expect(log?.[0]).toBe(NO_MEMORY);
    expect(log?.at(-1)).toBe('line 39');
  });
});
