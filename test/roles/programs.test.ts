import { describe, expect, test } from 'vitest';
import { idOf, keyOf } from '../../src/model/resource-address.ts';
import { desire } from '../../src/plan/desired/desire.ts';
import { rollingOrder } from '../../src/plan/steps/order.ts';
import type { File } from '../../src/resources/file.ts';
import { subjectOf, type Resource } from '../../src/resources/resource.ts';
import { isService } from '../../src/resources/service.ts';
import type { Java } from '../../src/hosts/facts.ts';
import { roles } from '../../src/roles/registry.ts';
import { releaseOf } from '../../src/rocketmq/releases.ts';
import { reveal } from '../../src/redaction/secret.ts';
import { sh } from '../../src/shell/script.ts';
import { UNKNOWN_PROGRAM, type ProvidedProgram } from '../../src/model/program.ts';
import { kindNamed } from '../../src/resources/registry.ts';
import { MODERN, siteOf } from '../sample/hosts.ts';
import { topologyOf } from '../sample/inventories.ts';
import { contentText } from '../../src/rocketmq/configuration/config-file.ts';

/** What the console and the dashboard make of the inventory: their command lines and files. */

const JAVA_8 = { home: '/usr/lib/jvm/java-8', version: '1.8.0_402', major: 8 };
const JAVA_17 = { home: '/usr/lib/jvm/java-17', version: '17.0.15', major: 17 };

const CORE = `cluster: c
version: 4.9.4
mode: single
hosts: { n1: 10.0.0.1, n2: 10.0.0.2 }
namesrv: [n1, { host: n2, port: 9999 }]
brokers: { b: [n1] }
`;

const MANIFEST = (version: string): string =>
  `Manifest-Version: 1.0\r\nMain-Class: Boot\r\nImplementation-Version: ${version}\r\n`;
/** Of a jar that can be started and tells no version. */
const NAMELESS = { 'META-INF/MANIFEST.MF': 'Main-Class: Boot\n' };

interface Asked {
  readonly texts?: Readonly<Record<string, string>> | undefined;
  /** its files are not here */
  readonly unknown?: boolean;
  readonly javas?: readonly Java[];
  readonly version?: string;
  readonly sha256?: string;
}

/** What the first host gets where n1 runs the program. */
function wanted(
  section: string,
  { texts = {}, unknown = false, javas = [JAVA_17], version = '4.9.4', sha256 = 'ab' }: Asked,
): Resource[] {
  const topology = topologyOf(`${CORE.replace('4.9.4', version)}${section}\n`);
  const site = siteOf(topology, undefined, MODERN);
  const program: ProvidedProgram = unknown
    ? UNKNOWN_PROGRAM
    : { path: '/cache/p.tar', sha256, bytes: 3, texts };
  const programs = new Map([
    ['console', program],
    ['dashboard', program],
  ]);
  return desire(
    { topology, release: releaseOf(version), roles, programs, timeout: 60 },
    { ...site, facts: { ...site.facts, javas } },
  );
}

function textOf(resources: readonly Resource[], path: string): string {
  const found = resources.find((each) => idOf(each) === `file:${path}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is desired of a file is a File
  return reveal(contentText((subjectOf(found!) as File).content));
}

const commandOf = (resources: readonly Resource[], instance: string, home: string): string =>
  textOf(resources, `${home}/bin/start-${instance}.sh`)
    .split('\n')
    .find((line) => line.startsWith('exec '))!;

function serviceOf(resources: readonly Resource[], name: string): Resource {
  return resources.filter(isService).find(({ instance }) => instance === name)!;
}

describe('dashboard', () => {
  const HOME = '/usr/local/c-dashboard';
  const SECTION = 'dashboard: { host: n1, archive: ./d.jar }';
  const of = (version: string, asked: Partial<Asked> = {}, section = SECTION): Resource[] =>
    wanted(section, { texts: { 'META-INF/MANIFEST.MF': MANIFEST(version) }, ...asked });
  const command = (version: string, asked: Partial<Asked> = {}, section = SECTION): string =>
    commandOf(of(version, asked, section), 'dashboard', HOME);

  test.each([
    ['1.0.0', '--rocketmq.config.namesrvAddr=10.0.0.1:9876;10.0.0.2:9999'],
    ['2.0.0', '--rocketmq.config.namesrvAddrs[0]=10.0.0.1:9876;10.0.0.2:9999'],
    ['2.1.0', '--rocketmq.config.namesrvAddrs[0]=10.0.0.1:9876;10.0.0.2:9999'],
  ])(
    '%s is told the name servers as it reads them, its port and a data path out of /tmp',
    (version, option) => {
      const line = command(version);
      expect(line).toContain(`'${option}'`);
      expect(line).toContain('--server.port=8080');
      expect(line).toContain('--rocketmq.config.dataPath=/var/log/rocketmq/dashboard/data');
      expect(line).toContain('--rocketmq.config.loginRequired=false');
      expect(line).toContain(`-jar ${HOME}/dashboard.jar`);
      expect(line).not.toContain('isVIPChannel');
    },
  );

  test('a cluster without the second port is not spoken to through it', () => {
    const line = commandOf(of('1.0.0', { version: '3.2.6' }), 'dashboard', '/software/c-dashboard');
    expect(line).toContain('--rocketmq.config.isVIPChannel=false');
  });

  test.each([
    ['1.0.0', [JAVA_17, JAVA_8], JAVA_8],
    ['1.0.0', [JAVA_17], JAVA_17],
    ['2.1.0', [JAVA_8, JAVA_17], JAVA_17],
  ])('%s with %j runs on %j', (version, javas, java) => {
    expect(command(version, { javas })).toContain(`exec ${java.home}/bin/java `);
  });

  test('2.1.0 does not run on Java 8', () => {
    expect(() => of('2.1.0', { javas: [JAVA_8] })).toThrow(
      expect.objectContaining({ code: 'JAVA_UNFIT', message: expect.stringContaining('Java 17 or newer') }),
    );
  });

  test('its version is what the inventory says, else its manifest, else its name', () => {
    const line = (section: string, texts: Asked['texts']): string =>
      commandOf(wanted(section, { texts }), 'dashboard', HOME);
    expect(line('dashboard: { host: n1, archive: ./d.jar, version: 2.0.0 }', NAMELESS)).toContain(
      'namesrvAddrs[0]',
    );
    expect(line('dashboard: { host: n1, archive: ./rocketmq-dashboard-1.0.0.jar }', NAMELESS)).toContain(
      'namesrvAddr=',
    );
    expect(() => line(SECTION, NAMELESS)).toThrow(
      expect.objectContaining({ code: 'DASHBOARD_VERSION_UNKNOWN' }),
    );
  });

  test.each([
    [
      'of its build before it is made runnable, or with sources',
      'Manifest-Version: 1.0\nImplementation-Version: 2.1.0\n',
    ],
    ['without a manifest', ''],
  ])('a jar %s is refused', (_which, manifest) => {
    expect(() => wanted(SECTION, { texts: { 'META-INF/MANIFEST.MF': manifest } })).toThrow(
      expect.objectContaining({
        code: 'PROGRAM_FILE_INVALID',
        exit: 3,
        message: expect.stringContaining('Main-Class'),
      }),
    );
  });

  test('its users are in a file of the service user, and nowhere else', () => {
    const section =
      'dashboard: { host: n1, archive: ./d.jar, users: { admin: { password: pass-one, admin: true }, ro: pass-two } }';
    const resources = of('2.1.0', {}, section);
    const path = '/var/log/rocketmq/dashboard/data/users.properties';
    expect(textOf(resources, path)).toBe('admin=pass-one,1\nro=pass-two,0\n');
    expect(subjectOf(resources.find((each) => idOf(each) === `file:${path}`)!)).toMatchObject({
      mode: '600',
    });
    expect(commandOf(resources, 'dashboard', HOME)).toContain('--rocketmq.config.loginRequired=true');
    expect(JSON.stringify(resources)).not.toMatch(/pass-(one|two)/);
  });

  test('a password that changes, a property and another jar restart it', () => {
    const digest = (resources: readonly Resource[]): unknown => subjectOf(serviceOf(resources, 'dashboard'));
    const users = (password: string): string =>
      `dashboard: { host: n1, archive: ./d.jar, users: { admin: ${password} } }`;
    expect(digest(of('2.1.0', {}, users('one')))).not.toEqual(digest(of('2.1.0', {}, users('two'))));
    const with_ = SECTION.replace(' }', ', properties: { rocketmq.config.useTLS: true } }');
    expect(digest(of('2.1.0', {}, with_))).not.toEqual(digest(of('2.1.0')));
    expect(digest(of('2.1.0', { sha256: 'cd' }))).not.toEqual(digest(of('2.1.0')));
    expect(digest(of('2.1.0'))).toEqual(digest(of('2.1.0')));
  });
});

test.each([
  ['dashboard', 'dashboard: { host: n1, archive: ./d.jar }'],
  ['console', 'console: { host: n1, war: ./c.war, tomcat: ./t.tar.gz }'],
])('a %s whose files are not here can be stopped and looked at, and is not sent', (name, section) => {
  const resources = wanted(section, { unknown: true });
  const { desired } = resources.filter(isService).find(({ instance }) => instance === name)!;
  expect(desired).toMatchObject({
    unit: `c-${name}.service`,
    startScript: `/usr/local/c-${name}/bin/start-${name}.sh`,
    digest: '',
    ready: { ports: [8080] },
  });
  const home = resources.find(({ kind }) => kind === 'program')!;
  expect(idOf(home)).toBe(`program:/usr/local/c-${name}`);
  expect(() => kindNamed('program').diff(subjectOf(home), undefined, [])).toThrow('cannot be sent');
});

describe('console', () => {
  const HOME = '/usr/local/c-console';
  const SECTION =
    'console: { host: n1, war: ./c.war, tomcat: ./t.tar.gz, port: 8180, properties: { throwDone: false } }';
  const TEXTS = {
    'RELEASE-NOTES': '                     Apache Tomcat Version 9.0.100\n',
    'WEB-INF/classes/config.properties': '# mine\r\nrocketmq.namesrv.addr=127.0.0.1:9876\r\nother=kept\r\n',
  };

  test('has its settings in the unpacked war, the others kept, with line feeds', () => {
    const path = `${HOME}/webapps/rocketmq-console/WEB-INF/classes/config.properties`;
    expect(textOf(wanted(SECTION, { texts: TEXTS }), path)).toBe(
      '# mine\nrocketmq.namesrv.addr=10.0.0.1:9876;10.0.0.2:9999\nother=kept\nthrowDone=false\n',
    );
  });

  test('is a Tomcat of its own on its port, on the Java it was made for where the host has that', () => {
    const resources = wanted(SECTION, { texts: TEXTS, javas: [JAVA_17, JAVA_8] });
    expect(textOf(resources, `${HOME}/conf/server.xml`)).toContain('<Connector port="8180"');
    const line = commandOf(resources, 'console', HOME);
    expect(line).toContain(`exec ${JAVA_8.home}/bin/java `);
    expect(line).not.toContain('--add-opens');
    expect(commandOf(wanted(SECTION, { texts: TEXTS }), 'console', HOME)).toContain('--add-opens');
    expect(resources.find((each) => idOf(each) === 'firewall:firewalld')).toBeDefined();
  });

  test.each(['10.1.30', '11.0.2', ''])('does not run in Tomcat %s', (version) => {
    const notes = { ...TEXTS, 'RELEASE-NOTES': `Apache Tomcat Version ${version}` };
    expect(() => wanted(SECTION, { texts: notes })).toThrow(
      expect.objectContaining({ code: 'TOMCAT_UNFIT' }),
    );
  });

  test('is ready when its page answers', () => {
    expect(subjectOf(serviceOf(wanted(SECTION, { texts: TEXTS }), 'console'))).toMatchObject({
      ready: {
        ports: [8180],
        waits: [{ kind: 'page', host: 'n1', address: '10.0.0.1', port: 8180, path: '/rocketmq-console/' }],
      },
    });
  });

  test('is started from its own home alone: another release leaves it as it is', () => {
    const at = (version: string): unknown =>
      subjectOf(serviceOf(wanted(SECTION, { texts: TEXTS, version }), 'console'));
    expect(at('4.9.4')).toEqual(at('4.9.8'));
    const { needs, inputs } = serviceOf(wanted(SECTION, { texts: TEXTS }), 'console');
    expect([...needs, ...inputs].filter((key) => key.includes('release:'))).toEqual([]);
    expect(inputs).toContain(`n1 program:${HOME}`);
  });
});

test('a host that runs nothing of the release gets none', () => {
  const section = 'console: { host: n3, war: ./c.war, tomcat: ./t.tar.gz }';
  const text = `${CORE.replace('10.0.0.2 }', '10.0.0.2, n3: 10.0.0.3 }')}${section}\n`;
  const topology = topologyOf(text);
  const n3 = { ...topology, hosts: topology.hosts.toReversed() };
  const texts = { 'RELEASE-NOTES': 'Apache Tomcat Version 9.0.100', 'WEB-INF/classes/config.properties': '' };
  const programs = new Map([['console', { path: '/p', sha256: 'ab', bytes: 1, texts }]]);
  const resources = desire(
    { topology, release: releaseOf('4.9.4'), roles, programs, timeout: 60 },
    siteOf(n3, undefined, MODERN),
  );
  expect(resources.map(({ kind }) => kind)).not.toContain('release');
  expect(resources.map(idOf)).not.toContain('file:/etc/profile.d/rocketmq.sh');
});

test('a page is restarted after all others, and nothing waits for one that starts', () => {
  const section = 'dashboard: { host: n1, archive: ./d.jar }';
  const resources = wanted(section, { texts: { 'META-INF/MANIFEST.MF': MANIFEST('2.1.0') } });
  const services = resources.filter(isService);
  const order = (action: 'restart' | 'start') => {
    const change = { action: 'restart', summary: '', apply: sh`` } as const;
    const changes = new Map(
      services.map((each) => [keyOf(each), each.instance === 'dashboard' ? { ...change, action } : change]),
    );
    const needs = rollingOrder(resources, changes);
    return (name: string) => needs.get(keyOf(serviceOf(resources, name))) ?? [];
  };
  const key = keyOf(serviceOf(resources, 'dashboard'));
  for (const action of ['restart', 'start'] as const) {
    const waits = order(action);
    expect([...waits('namesrv-n1'), ...waits('b')]).not.toContain(key);
  }
  expect(order('restart')('dashboard')).toContain(keyOf(serviceOf(resources, 'b')));
});
