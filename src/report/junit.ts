import type { CheckEvent } from '../model/events.ts';
import { attributes, escapeXml } from '../std/xml.ts';
import { placeWords } from './units.ts';

/** The checks of a run, for its reports. */
export interface CheckReport {
  readonly cluster: string;
  /** RocketMQ's version */
  readonly version: string;
  readonly checks: readonly CheckEvent[];
  /** duration of the run */
  readonly seconds: number;
  /** when it was made, milliseconds since 1970 */
  readonly time: number;
}

/**
 * One test case a check and instance (or host). A skipped check says why; a warning is a test that passed with an output.
 * @see surefire-test-report.xsd of maven-surefire-plugin, which knows no other elements than these
 */
export function junit({ cluster, version, checks, seconds, time }: CheckReport): string {
  const count = (status: CheckEvent['status']): number =>
    checks.filter((check) => check.status === status).length;
  const suite = attributes({
    name: `rmqctl verify ${cluster}`,
    time: seconds.toFixed(3),
    tests: checks.length,
    errors: 0,
    skipped: count('skip'),
    failures: count('fail'),
  });
  const properties = { cluster, version, time: new Date(time).toISOString() };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite${suite}>`,
    '  <properties>',
    ...Object.entries(properties).map(([name, value]) => `    <property${attributes({ name, value })}/>`),
    '  </properties>',
    ...checks.map((check) => testCase(check)),
    '</testsuite>\n',
  ].join('\n');
}

function testCase(check: CheckEvent): string {
  const place = placeWords(check);
  const head = attributes({
    name: place === '' ? check.check : place,
    classname: `verify.${check.check}`,
    time: '0.000',
  });
  return [`  <testcase${head}>`, outcome(check), '  </testcase>'].filter((line) => line !== '').join('\n');
}

function outcome(check: CheckEvent): string {
  const { status, detail } = check;
  const text = escapeXml(wholeText(check));
  if (status === 'fail')
    return `    <failure${attributes({ message: detail, type: check.check })}>${text}</failure>`;
  if (status === 'skip') return `    <skipped${attributes({ message: detail })}/>`;
  return `    <system-out>${status === 'warn' ? 'warning: ' : ''}${text}</system-out>`;
}

function wholeText({ detail, evidence = [], hint }: CheckEvent): string {
  return [detail, ...evidence, ...(hint === undefined ? [] : [`hint: ${hint}`])].join('\n');
}
