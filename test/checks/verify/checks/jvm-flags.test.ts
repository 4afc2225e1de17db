import { describe, expect, test } from 'vitest';
import { wrongFlags } from '../../../../src/checks/verify/checks/process.ts';

describe('the options of a running JVM', () => {
  test.each<[string, string[], string[], string[]]>([
    ['are as wanted', ['-Xmx1g', '-XX:+UseG1GC'], ['-Xmx1g', '-XX:+UseG1GC', 'org.Main', '-c', 'x'], []],
    ['in any order', ['-Xms1g', '-Xmx1g'], ['-Xmx1g', '-Xms1g'], []],
    ['another heap', ['-Xmx1g'], ['-Xmx2g'], ['its JVM runs with -Xmx2g, not -Xmx1g']],
    ['no heap', ['-Xmx1g'], ['-Xms1g'], ['its JVM runs without -Xmx1g']],
    [
      'a flag switched off',
      ['-XX:+UseG1GC'],
      ['-XX:-UseG1GC'],
      ['its JVM runs with -XX:-UseG1GC, not -XX:+UseG1GC'],
    ],
    [
      'a number',
      ['-XX:MaxDirectMemorySize=512m'],
      ['-XX:MaxDirectMemorySize=1g'],
      ['its JVM runs with -XX:MaxDirectMemorySize=1g, not -XX:MaxDirectMemorySize=512m'],
    ],
    ['the last of several counts: it is right', ['-Xmx1g'], ['-Xmx4g', '-Xmx1g'], []],
    [
      'the last of several counts: it is wrong',
      ['-Xmx1g'],
      ['-Xmx1g', '-Xmx4g'],
      ['its JVM runs with -Xmx4g, not -Xmx1g'],
    ],
    ['of those wanted the last counts too', ['-Xmx1g', '-Xmx2g'], ['-Xmx2g'], []],
    ['a system property', ['-Da=1'], ['-Da=2'], ['its JVM runs with -Da=2, not -Da=1']],
    ['another property', ['-Da=1'], ['-Dab=1'], ['its JVM runs without -Da=1']],
    ['more than is wanted', ['-Xmx1g'], ['-Xmx1g', '-Xss1m', '-Db=1'], []],
    ['an option of no family', ['-server'], ['-client'], ['its JVM runs without -server']],
    ['two at once', ['-Xms1g', '-Xmx1g'], [], ['its JVM runs without -Xms1g', 'its JVM runs without -Xmx1g']],
  ])('%s', (_name, desired, args, expected) => expect(wrongFlags(desired, args)).toEqual(expected));
});
