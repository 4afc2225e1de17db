import { describe, expect, test } from 'vitest';
import { subjectOf, type Resource } from '../../src/resources/resource.ts';
import { revealingJson } from '../../src/redaction/secret.ts';
import { wanted as wantedOf } from '../sample/desired.ts';
import { MODERN } from '../sample/hosts.ts';

/** What makes the logs of an instance with secrets hold none. That the logback of each line of releases obeys is for the hosts to show. */

const VALUE = '1s 7s';

function wanted(version: string, brokers: string): Resource[] {
  const text = `{ cluster: c, version: ${version}, mode: masters, hosts: { n: 10.0.0.1 }, namesrv: [n], brokers: ${brokers} }`;
  return wantedOf(text, MODERN, { env: { SECRET: VALUE } });
}

const ONE_OF_TWO = "{ a: { master: { host: n, properties: { messageDelayLevel: '${SECRET}' } } }, b: [n] }";
const masks = (resources: readonly Resource[]) => resources.filter(({ name }) => name.endsWith(' (secrets)'));
const startScript = (resources: readonly Resource[], instance: string): string =>
  revealingJson(subjectOf(resources.find(({ name }) => name.endsWith(`/start-${instance}.sh`))!));

describe.each([
  { version: '3.2.6', file: 'conf/logback_broker.xml' },
  { version: '4.9.4', file: 'conf/logback_broker.xml' },
  { version: '5.5.0', file: 'conf/rmq.broker.logback.xml' },
])('$version', ({ version, file }) => {
  const resources = wanted(version, ONE_OF_TWO);

  test('the logback file is changed, without the secret, and the instance is told its names', () => {
    const [mask, ...more] = masks(resources);
    expect(more).toEqual([]);
    expect(mask?.name).toContain(file);
    expect(mask?.instance).toBe('a');
    expect(revealingJson(subjectOf(mask!))).not.toContain(VALUE);
    expect(startScript(resources, 'a')).toContain('export RMQCTL_SECRET_KEYS=messageDelayLevel');
  });

  test('an instance without secrets is started as ever', () => {
    expect(startScript(resources, 'b')).not.toContain('RMQCTL_SECRET_KEYS');
    expect(masks(wanted(version, '{ b: [n] }'))).toEqual([]);
  });
});

describe('what is logged', () => {
  /** What logback makes of a message: the words of its %replace, with JavaScript's spelling of Java's (?s). */
  function logged(message: string, names: string): string {
    const { to } = Object(subjectOf(masks(wanted('4.9.4', ONE_OF_TWO))[0]!));
    const [, pattern = '', by = ''] = /^%replace\(%m\)\{'\(\?s\)(.*)','(.*)'\}%n$/.exec(to) ?? [];
    const told = pattern.replace('${RMQCTL_SECRET_KEYS:-(?!)}', names);
    return message.replace(new RegExp(told, 's'), by);
  }

  test.each([
    ['regionId=s3cret', 'regionId=[redacted]'],
    ['regionId=s3\ncret', 'regionId=[redacted]'],
    ['new config: [{a=b, regionId=s3cret, c=d}]', 'new config: [{a=b, regionId=[redacted]'],
    ['{"regionId":"s3cret"}', '{"regionId":"[redacted]'],
    ['Replace, key: regionId, value: s3cret -> s4cret', 'Replace, key: regionId[redacted]'],
    ['x.y=s3cret', 'x.y=[redacted]'],
    ['myregionId=1', 'myregionId=1'],
    ['regionIds=1', 'regionIds=1'],
    ['The broker[a, 10.0.0.1:10911] boot success.', 'The broker[a, 10.0.0.1:10911] boot success.'],
  ])('%j is %j', (message, shown) => {
    expect(logged(message, 'regionId|x.y')).toBe(shown);
  });

  test('without a name everything', () => {
    expect(logged('regionId=1', '(?!)')).toBe('regionId=1');
  });
});
