import { describe, expect, it } from 'vitest';
import { service } from '../../src/resources/service.ts';

const explain = (...output: string[]) =>
  service.explain?.(output.join('\n'), {
    instance: 'broker-a',
    timeout: 60,
    ready: { console: '/var/log/rocketmq/broker-a/console.log' },
  });
const many = Array.from({ length: 40 }, (_, index) => `2026-11-22 09:05:45 INFO main - line ${index}`);

describe('what is told of a start that failed', () => {
  it('the last lines, and among them the one that gives the cause, however much was logged after it', () => {
    const told = explain('died', '--- console', 'java.net.BindException: Address already in use', ...many);
    expect(told?.summary).toBe('broker-a died while starting: a port it needs is taken by another process');
    expect(told?.log).toHaveLength(20);
    expect(told?.log?.[0]).toBe('java.net.BindException: Address already in use');
    expect(told?.log?.at(-1)).toBe(many.at(-1));
  });

  it('a telling line that is among the last stays where it is', () => {
    const told = explain('died', ...many, 'java.net.BindException: Address already in use');
    expect(told?.log).toEqual([...many.slice(-19), 'java.net.BindException: Address already in use']);
  });

  it('no stack frames', () => {
    const told = explain('died', 'java.lang.Error: why', '\tat a.B.c(B.java:1)', '\t... 5 more', 'end');
    expect(told?.log).toEqual(['java.lang.Error: why', 'end']);
  });

  it('an unknown cause: where to look', () => {
    expect(explain('died', 'nobody knows')).toEqual({
      summary: 'broker-a died while starting',
      hint: 'look at /var/log/rocketmq/broker-a/console.log on the host',
      log: ['nobody knows'],
    });
  });
});
