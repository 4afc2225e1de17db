import { describe, expect, test } from 'vitest';
import { Secret, reveal } from '../../../src/redaction/secret.ts';
import {
  dashboardRelease,
  dashboardVersion,
  refuseUnrunnable,
} from '../../../src/roles/dashboard/releases.ts';
import { userFindings, usersText, type DashboardUser } from '../../../src/roles/dashboard/users.ts';
import { tomcatRelease } from '../../../src/roles/console/blueprint.ts';

describe('versions of the dashboard', () => {
  test.each([
    ['0.9.0', 'rocketmq.config.namesrvAddr', 8],
    ['1.0.0', 'rocketmq.config.namesrvAddr', 8],
    ['1.0.1', 'rocketmq.config.namesrvAddr', 8],
    ['2.0.0', 'rocketmq.config.namesrvAddrs[0]', 8],
    ['2.0.9', 'rocketmq.config.namesrvAddrs[0]', 8],
    ['2.1.0', 'rocketmq.config.namesrvAddrs[0]', 17],
    ['3.0.0', 'rocketmq.config.namesrvAddrs[0]', 17],
  ])('%s: %s, Java %i', (version, nameServers, min) => {
    const release = dashboardRelease(version);
    expect([release.nameServers, release.java.min]).toEqual([nameServers, min]);
    expect(release.java.madeFor).toBeGreaterThanOrEqual(release.java.min);
  });

  const manifest = (version: string) => `Manifest-Version: 1.0\nImplementation-Version: ${version}\n`;
  test.each([
    ['what the inventory says', '2.1.0', manifest('2.0.0'), 'rocketmq-dashboard-1.0.0.jar', '2.1.0'],
    ['else what the manifest says', undefined, manifest('2.0.0'), 'rocketmq-dashboard-1.0.0.jar', '2.0.0'],
    ['of a snapshot its number', undefined, manifest('2.0.1-SNAPSHOT'), 'x.jar', '2.0.1'],
    [
      'else what the file is called',
      undefined,
      'Manifest-Version: 1.0\n',
      '/srv/rocketmq-dashboard-1.0.0.jar',
      '1.0.0',
    ],
    ['of the file, not of its folder', undefined, '', '/srv/2.1.0/rocketmq-dashboard-1.0.0.jar', '1.0.0'],
  ])('%s', (...[, given, text, file, version]) => expect(dashboardVersion(given, text, file)).toBe(version));

  test.each(['dashboard.jar', '/srv/2.1.0/dashboard.jar'])('%s without a version is refused', (file) => {
    expect(() => dashboardVersion(undefined, '', file)).toThrow(
      expect.objectContaining({ code: 'DASHBOARD_VERSION_UNKNOWN', exit: 3 }),
    );
  });

  test('a jar that cannot be started is refused, one that can is not', () => {
    expect(() => refuseUnrunnable('Manifest-Version: 1.0\n', 'x.jar.original')).toThrow(
      expect.objectContaining({ code: 'PROGRAM_FILE_INVALID', exit: 3 }),
    );
    expect(() => refuseUnrunnable('Main-Class: \n', 'x.jar')).toThrow();
    refuseUnrunnable(
      'Manifest-Version: 1.0\nMain-Class: org.springframework.boot.loader.JarLauncher\n',
      'x.jar',
    );
  });
});

describe('users of the dashboard', () => {
  const user = (over: Partial<DashboardUser> = {}): DashboardUser => ({
    name: 'ann',
    password: new Secret('s3cret'),
    admin: false,
    ...over,
  });

  test.each<[string, Partial<DashboardUser>, RegExp | undefined]>([
    ['one as they come', {}, undefined],
    ['a name with dots and dashes', { name: 'ann.b-c_d@example' }, undefined],
    [
      'a name with a blank',
      { name: 'ann b' },
      /^invalid dashboard user `ann b`: the dashboard does not accept this name$/,
    ],
    ['a name with =', { name: 'a=b' }, /does not accept this name/],
    ['no password', { password: undefined }, /: no password \(none is given\)$/],
    [
      'a file that cannot be read',
      { password: undefined, problem: 'no such file' },
      /: no password \(no such file\)$/,
    ],
    [
      'a comma',
      { password: new Secret('a,b') },
      /^invalid dashboard user `ann`: .* cannot hold this password$/,
    ],
    ['a blank', { password: new Secret('a b') }, /cannot hold/],
    ['beyond ASCII', { password: new Secret('pässword') }, /cannot hold/],
    ['every sign that is allowed', { password: new Secret('!"#$%&\'()*+-./:;<=>?@[]^_`{|}~') }, undefined],
  ])('%s', (_name, over, message) => {
    const findings = userFindings(user(over));
    if (message === undefined) expect(findings).toEqual([]);
    else
      expect(findings).toMatchObject([{ code: 'DASHBOARD_USER', message: expect.stringMatching(message) }]);
    expect(JSON.stringify(findings)).not.toContain('s3cret');
  });

  test('their file has a line each: who may change things is 1', () => {
    const text = usersText('/data/users.properties', [
      user(),
      user({ name: 'root', password: new Secret('x'), admin: true }),
    ]);
    expect(text).toBeInstanceOf(Secret);
    expect(
      reveal(text)
        .split('\n')
        .filter((line) => !line.startsWith('#') && line !== ''),
    ).toEqual(['ann=s3cret,0', 'root=x,1']);
  });
});

describe('a Tomcat for the console', () => {
  const notes = (version: string) => `  Apache Tomcat Version ${version}\n  Release Notes\n`;
  test.each([
    ['7.0.109', 6],
    ['8.0.53', 7],
    ['8.5.100', 7],
    ['9.0.100', 8],
  ])('%s needs Java %i', (version, min) =>
    expect(tomcatRelease(notes(version))).toMatchObject({ version, java: { min } }),
  );

  test.each([
    ['10.1.0', notes('10.1.0'), /^console\.tomcat is Tomcat 10\.1\.0/],
    ['6.0.1', notes('6.0.1'), /Tomcat 6\.0\.1/],
    ['something else', 'Jetty', /an unknown version, by its RELEASE-NOTES/],
  ])('%s is refused', (_name, text, message) => {
    expect(() => tomcatRelease(text)).toThrow(
      expect.objectContaining({ code: 'TOMCAT_UNFIT', exit: 3, message: expect.stringMatching(message) }),
    );
  });
});
