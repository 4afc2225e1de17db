import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { plan, type Plan } from '../../src/plan/steps/plan.ts';
import { desire } from '../../src/plan/desired/desire.ts';
import { idOf, keyOf } from '../../src/model/resource-address.ts';
import { contentText } from '../../src/rocketmq/configuration/config-file.ts';
import { reveal } from '../../src/redaction/secret.ts';
import type { File } from '../../src/resources/file.ts';
import { kindNamed } from '../../src/resources/registry.ts';
import type { PresentResource, Resource } from '../../src/resources/resource.ts';
import { isService } from '../../src/resources/service.ts';
import { contextOf, wanted } from '../sample/desired.ts';
import { SERVER, siteOf } from '../sample/hosts.ts';
import { SMALLEST, topologyOf } from '../sample/inventories.ts';

/**
 * What restarts a running cluster: what its processes are started from, and not the words in which it is written. A later rmqctl
 * may word its templates anew, and finds clusters that an earlier one deployed.
 */

const read = (name: string): string =>
  readFileSync(new URL(`../../inventories/${name}.yaml`, import.meta.url), 'utf8');

/** Two files of programs that an instance may run, as far as a role reads them. */
const TEXTS = {
  'META-INF/MANIFEST.MF': 'Main-Class: Boot\nImplementation-Version: 1.0.0\n',
  'RELEASE-NOTES': 'Apache Tomcat Version 9.0.100\n',
  'WEB-INF/classes/config.properties': '# mine\nrocketmq.namesrv.addr=127.0.0.1:9876\nother=kept\n',
};
const PROGRAMS = `cluster: c
version: 4.9.4
mode: single
hosts: { n1: 10.0.0.1 }
namesrv: [n1]
brokers: { b: [n1] }
console: { host: n1, war: ./c.war, tomcat: ./t.tar.gz }
dashboard: { host: n1, archive: ./d.jar, port: 8081, users: { admin: pass }, properties: { a: 1, b: 2 } }
`;

function withPrograms(text: string): Resource[] {
  const topology = topologyOf(text);
  const program = { path: '/cache/p.tar', sha256: 'ab', bytes: 3, texts: TEXTS };
  const programs = new Map(['console', 'dashboard'].map((name) => [name, program]));
  return topology.hosts.flatMap(({ name }) =>
    desire({ ...contextOf(topology), programs }, siteOf(topology, name)),
  );
}

const CLUSTERS: readonly (readonly [string, readonly Resource[]])[] = [
  ['4.9.4, two masters and two slaves', wanted(SMALLEST)],
  ['4.9.4 without systemd', wanted(SMALLEST, { ...SERVER, supervisors: [] })],
  ['5.5.0 with proxies', wanted(read('proxies_5.5.0'))],
  ['3.2.6', wanted(read('guide_3.2.6_two_masters'))],
  ['4.9.4 with a console and a dashboard', withPrograms(PROGRAMS)],
];

/** A text as something else words it; undefined: it is not there. */
type Wording = (path: string, text: string) => string;
const AS_WRITTEN: Wording = (_path, text) => text;

interface Found {
  readonly wording?: Wording;
  /** a process's digest, and what else its probe prints */
  readonly process?: (digest: string) => string;
}

const parts = (resources: readonly Resource[]): PresentResource[] =>
  resources.flatMap((each) =>
    each.intent === 'present' && ['file', 'unit', 'service'].includes(each.kind) ? [each] : [],
  );

/**
 * The plan for a host where `deployed` runs and `now` is wanted.
 * @param found how what is deployed is found
 */
function planned(
  deployed: readonly Resource[],
  now: readonly Resource[],
  { wording = AS_WRITTEN, process = (digest) => `digest=${digest}` }: Found = {},
): Plan {
  const outputs = new Map(
    parts(deployed).map((resource): [string, string] => {
      if (isService(resource))
        return [
          keyOf(resource),
          `pid=7\nenabled=yes\ninstalled=yes\nmissing=\n${process(resource.desired.digest)}\n`,
        ];
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is desired of a file and of a unit is a File
      const { path, content, mode, owner } = resource.desired as File;
      return [
        keyOf(resource),
        `${mode} ${owner === '' ? 'me:us' : owner}\n${wording(path, reveal(contentText(content)))}`,
      ];
    }),
  );
  const resources = parts(now);
  const observations = new Map(
    resources.map((resource) => {
      const key = keyOf(resource);
      return [key, kindNamed(resource.kind).parse(outputs.get(key) ?? '', resource.desired)];
    }),
  );
  return plan(resources, observations);
}

const told = ({ steps }: Plan): string[] => steps.map((step) => `${step.action} ${idOf(step)}`);
const restarted = ({ steps }: Plan): string[] =>
  steps.flatMap(({ action, instance = '' }) => (action === 'restart' ? [instance] : []));

/** Comments worded anew and added, and whatever else does not matter. */
function reworded(path: string, text: string): string {
  switch (path.slice(path.lastIndexOf('.') + 1)) {
    case 'properties': {
      const lines = text.split('\n').filter((line) => line !== '');
      const [comments, entries] = [true, false].map((is) =>
        lines.filter((line) => line.startsWith('#') === is),
      );
      return `# Worded anew.\n\n${entries!.toReversed().join('\n')}\n${comments!.map(() => '# and again').join('\n')}\n`;
    }
    case 'json':
      return JSON.stringify(Object.fromEntries(Object.entries<unknown>(JSON.parse(text)).toReversed()));
    case 'xml':
      return text.replaceAll(/<!--[^]*?-->/g, '<!-- Worded\n anew -->').replaceAll('\n  ', '\n\n        ');
    case 'service':
      return text
        .replaceAll(/^#.*$/gm, '# worded anew')
        .replaceAll('\n[', '\n\n[')
        .replace(/^Description=/m, '$&A ');
    default:
      // comments of scripts, but for the first line, and those of long commands would end them
      return text
        .replaceAll(/^#[^!\n].*$/gm, '# Worded anew: it\'s "other')
        .replaceAll(/^(\w.*[^\\])$/gm, '  $1');
  }
}

describe.each(CLUSTERS)('%s', (_name, resources) => {
  test('restarts nothing, and changes nothing, while it is what is wanted', () => {
    expect(told(planned(resources, resources))).toEqual([]);
  });

  test('and no less where every comment of every template is another, and order and spacing are', () => {
    const changed = new Set<string>();
    const wording: Wording = (path, text) => {
      const other = reworded(path, text);
      if (other !== text) changed.add(path);
      return other;
    };
    expect(told(planned(resources, resources, { wording }))).toEqual([]);
    const files = parts(resources).flatMap(({ kind, name }) => (kind === 'service' ? [] : [name]));
    expect(
      [...new Set(files)].filter((path) => !changed.has(path) && !path.endsWith('users.properties')),
    ).toEqual([]);
  });

  test.each([
    ['script', /\.sh$/, (text: string) => text.replace(/^exec .*/m, '$& -x')],
    ['property', /conf.*\.properties$/, (text: string) => `${text}fileReservedTime=1\n`],
    ['unit', /\.service$/, (text: string) => text.replace('Type=simple', 'Type=forking')],
    ['JSON', /\.json$/, (text: string) => text.replace('"cluster"', '"local"')],
    ['XML', /\.xml$/, (text: string) => text.replace('port="-1"', 'port="8005"')],
  ])(
    'a %s that means something else is written anew, and who is started from it restarted',
    (_, which, edit) => {
      const paths = new Set<string>();
      const wording: Wording = (path, text) => {
        const edited = which.test(path) && !path.startsWith('/etc/profile.d') ? edit(text) : text;
        if (edited !== text) paths.add(path);
        return edited;
      };
      const { steps } = planned(resources, resources, { wording });
      const written = steps.filter(({ action }) => action === 'update').map(({ name }) => name);
      expect(new Set(written)).toEqual(paths);
      const changed = new Map(steps.map((step) => [keyOf(step), step.action]));
      for (const service of resources.filter(isService)) {
        const mine = service.inputs.some((key) => changed.has(key));
        expect(changed.get(keyOf(service)) === 'restart').toBe(mine);
      }
      for (const step of steps.filter(({ action }) => action === 'update'))
        expect(step.apply.text).toContain('/restart/');
    },
  );
});

describe('a process that an earlier rmqctl started', () => {
  const deployed = wanted(SMALLEST);
  const EARLIER = 'f6e62a3003e59ffc';
  /** As that rmqctl left it: start scripts with a digest of its form, and words of its own. */
  const wording: Wording = (path, text) =>
    reworded(path, text).replace(/^ *(export RMQCTL_DIGEST)=.*$/m, `$1=${EARLIER}`);
  const running = (more: string) => () => `digest=${EARLIER}\n${more}`;
  const earlier: Found = { wording, process: running('unchanged=yes') };
  const ALL = ['namesrv-node1', 'namesrv-node2', 'broker-a-s', 'broker-a', 'broker-b-s', 'broker-b'];
  const script = (name: string) => `/usr/local/rocketmq-all-4.9.4-bin-release/bin/start-${name}.sh`;

  test('is what is wanted if it was started from what is there, and nothing is written', () => {
    expect(told(planned(deployed, deployed, earlier))).toEqual([]);
  });

  test.each(['', 'unchanged=no', 'unchanged=yes\nmarked=yes'])('and is restarted with %j', (more) => {
    expect(restarted(planned(deployed, deployed, { wording, process: running(more) })).toSorted()).toEqual(
      ALL.toSorted(),
    );
  });

  test.each([
    ['a property of one broker', 'properties: { fileReservedTime: 24 }', ['broker-a']],
    ['the heap of one broker', 'heap: 2g', ['broker-a']],
  ])('and is restarted for %s, with a start script of today', (_what, setting, names) => {
    const text = SMALLEST.replace(
      'broker-a: [node1, node2]',
      `broker-a: { master: { host: node1, ${setting} }, slaves: [node2] }`,
    );
    expect(text).not.toBe(SMALLEST);
    const now = planned(deployed, wanted(text), earlier);
    expect(restarted(now)).toEqual(names);
    const written = now.steps.filter(({ name }) => name === script('broker-a'));
    expect(
      written.map(({ action, diff }) => [action, /RMQCTL_DIGEST=(.*)/.exec(diff?.after ?? '')?.[1]]),
    ).toEqual([['update', expect.stringMatching(/^2:[0-9a-f]{16}$/)]]);
    expect(told(now).filter((line) => /start-(?!broker-a\.)/.test(line))).toEqual([]);
  });

  test('and is restarted for another Java', () => {
    const javas = [{ home: '/usr/lib/jvm/java-11', version: '11.0.2', major: 11 }];
    expect(restarted(planned(deployed, wanted(SMALLEST, { ...SERVER, javas }), earlier)).toSorted()).toEqual(
      ALL.toSorted(),
    );
  });
});
