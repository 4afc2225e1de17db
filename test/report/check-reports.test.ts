import { describe, expect, test } from 'vitest';
import type { CheckEvent } from '../../src/model/events.ts';
import { html } from '../../src/report/html/html.ts';
import { junit, type CheckReport } from '../../src/report/junit.ts';
import { escapeXml } from '../../src/std/xml.ts';
import { checkEvent } from '../sample/events.ts';
import { junitFaults, junitTags } from '../sample/junit-lint.ts';

const check = (status: CheckEvent['status'], more: Partial<CheckEvent> = {}): CheckEvent =>
  checkEvent({ status, detail: `is ${status}`, ...more });
const nasty = 'a < b & "c" \u0007 </failure> ]]>';
const report: CheckReport = {
  cluster: 'a&b',
  version: '4.9.4',
  checks: [
    check('pass'),
    check('fail', { detail: nasty, evidence: ['line <1>'], hint: 'do' }),
    check('warn', { instance: undefined }),
    check('skip'),
  ],
  seconds: 1.2345,
  time: 0,
};

describe('the JUnit report', () => {
  const text = junit(report);
  const tags = junitTags(text);

  test('has the elements and attributes of the schema, and no other, and closes what it opens', () => {
    expect(junitFaults(text)).toEqual([]);
    expect(tags.filter(({ name }) => name === 'testcase')).toHaveLength(4);
    expect(junitFaults('<testsuite name="x"><testcase></testsuite>')).toHaveLength(8);
  });

  test('counts', () => {
    expect(tags[0]?.attributes).toEqual({
      name: 'rmqctl verify a&amp;b',
      time: '1.234',
      tests: '4',
      errors: '0',
      skipped: '1',
      failures: '1',
    });
  });

  test('says what was found, what shows it and what to do', () => {
    expect(text).toContain('line &lt;1&gt;\nhint: do</failure>');
    expect(text).not.toContain('\u0007');
  });
});

describe('the page', () => {
  const page = html({
    ...report,
    picture: '<svg id="topology"></svg>',
    latencies: new Map([['broker-a', [1, 2, 30]]]),
  });

  test('needs nothing from elsewhere and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|\bsrc=|\bhref=|@import|url\(/i);
  });

  test('shows failures first, with their evidence, and nothing unescaped', () => {
    expect(page.indexOf('What is wrong')).toBeLessThan(page.indexOf('<h2>Checks'));
    expect(page).toContain(escapeXml(nasty));
    expect(page).not.toContain(nasty);
    expect(page).toContain('<pre>line &lt;1&gt;</pre>');
  });

  test('has the picture and a dot a message', () => {
    expect(page).toContain('<svg id="topology">');
    expect(page.match(/class="dot"/g)).toHaveLength(3);
  });

  test('of a cluster that works says so, and leaves out what there is not', () => {
    const well = html({ ...report, checks: [check('pass')], latencies: new Map() });
    expect(well).toContain('The cluster works');
    expect(well).not.toMatch(/What is wrong|Latency|Topology|Not checked/);
  });

  test('of a part of the checks does not say more than that', () => {
    const part = html({
      ...report,
      checks: [check('pass')],
      latencies: new Map(),
      untried: ['messages', 'a < b'],
    });
    expect(part).toContain('What was checked works');
    expect(part).toContain('Not checked: messages, a &lt; b');
    expect(part).not.toContain('The cluster works');
  });
});

test('what XML cannot hold is replaced', () => {
  expect(escapeXml('a\u0000b\uD800c\u{1F600}')).toBe('a\uFFFDb\uFFFDc\u{1F600}');
});
