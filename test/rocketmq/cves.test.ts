import { describe, expect, test } from 'vitest';
import { cvesOf } from '../../src/rocketmq/cves.ts';

const BROKER = 'CVE-2023-33246';
const NAMESRV = 'CVE-2023-37582';

describe('known vulnerabilities', () => {
  test.each([
    ['3.2.6', [BROKER]],
    ['4.9.0', [BROKER, NAMESRV]],
    ['4.9.4', [BROKER, NAMESRV]],
    ['4.9.5', [BROKER, NAMESRV]],
    ['4.9.6', [NAMESRV]],
    ['4.9.7', []],
    ['4.9.8', []],
    ['5.0.0', [BROKER, NAMESRV]],
    ['5.1.0', [BROKER, NAMESRV]],
    ['5.1.1', [NAMESRV]],
    ['5.1.2', []],
    ['5.5.0', []],
    // numbers, not texts: 10 is more than 9
    ['4.10.0', []],
    ['5.10.0', []],
  ])('of %s: %j', (version, ids) => expect(cvesOf(version).map(({ id }) => id)).toEqual(ids));

  test.each([
    ['3.2.6', ['4.9.6']],
    ['4.9.4', ['4.9.6', '4.9.7']],
    ['5.0.0', ['5.1.1', '5.1.2']],
  ])('%s is told the first release of its generation without them: %j', (version, fixed) =>
    expect(cvesOf(version).map(({ fixedIn }) => fixedIn)).toEqual(fixed),
  );

  test('each says whom it concerns and what it lets an attacker do', () => {
    for (const { role, effect } of cvesOf('4.9.4')) {
      expect(['namesrv', 'broker']).toContain(role);
      expect(effect).toMatch(/^anyone who reaches the (broker|name server) port can /);
    }
  });
});
