import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cycles, reachable } from './graph.ts';
import { type Import, layerOf, ROOT, sourceFiles } from './imports.ts';

/** The layers from the top: a folder imports from those below its own (design: the tree). */
const LAYERS: readonly (readonly string[])[] = [
  [''],
  ['commands'],
  ['plan', 'execute', 'verify', 'preflight', 'report', 'playground', 'logs'],
  ['roles', 'resources', 'os', 'render'],
  ['topology', 'inventory', 'rocketmq'],
  ['shell', 'errors', 'secret'],
];

/** Folders of one layer that use each other, one way. */
const BESIDE: readonly string[] = [
  'shell -> secret',
  'execute -> plan',
  'verify -> execute',
  'verify -> plan',
  'preflight -> execute',
  'preflight -> plan',
  'playground -> plan', // what a process is known by
  'logs -> execute',
  'os -> render', // the files of a supervisor
  'roles -> os',
  'roles -> render',
  'roles -> resources', // the kinds of what a role wants besides its files
  'resources -> os',
  'resources -> render',
  'inventory -> topology',
  'inventory -> rocketmq',
  'topology -> rocketmq',
];

/** What may be imported besides, for its types alone. */
const TYPES: readonly string[] = [
  'topology -> inventory', // what is resolved
  'rocketmq -> topology', // the words heap and mode
  'distribution -> topology',
  'distribution -> rocketmq', // the facts of a version
  'execute -> transport',
  'verify -> transport',
  'preflight -> transport',
  'logs -> transport',
];

/** Files that know each other, one of them by type or by loading it later; to become fewer. */
const TYPE_CIRCLES: readonly string[] = [
  'src/commands/completion.ts src/commands/man.ts src/commands/registry.ts',
  'src/commands/frame/command.ts src/commands/frame/common-options.ts',
  'src/distribution/tar.ts src/distribution/unpack.ts src/distribution/zip.ts',
  'src/inventory/rule.ts src/topology/role-expansion.ts',
  'src/report/json.ts src/report/plain.ts src/report/reporter.ts src/report/terminal.ts',
  'src/rocketmq/remoting/binary-header.ts src/rocketmq/remoting/command.ts',
  'src/transport/ssh-machine.ts src/transport/ssh.ts',
];

/** The doors to the world stand beside the layers: opened by commands alone, and knowing nothing but the bottom. */
const DOORS = ['transport', 'distribution'];

/** The one vocabulary that every layer tells what happens in. */
const EVENTS = 'src/report/events.ts';

const files = sourceFiles('src');
const folder = (path: string): string => /^src\/(errors|secret)\.ts$/.exec(path)?.[1] ?? layerOf(path);
const rank = (name: string): number => LAYERS.findIndex((layer) => layer.includes(name));
const within = (imports: readonly Import[]): Import[] => imports.filter(({ to }) => to.startsWith('src/'));
const every = files.flatMap(({ imports }) => imports);

function isAllowed({ from, to, typeOnly }: Import): boolean {
  const [a, b] = [folder(from), folder(to)];
  if (a === b || (typeOnly && to === EVENTS)) return true;
  if (typeOnly && TYPES.includes(`${a} -> ${b}`)) return true;
  if (DOORS.includes(a)) return rank(b) === LAYERS.length - 1;
  if (DOORS.includes(b)) return rank(a) <= 1;
  return rank(a) < rank(b) || BESIDE.includes(`${a} -> ${b}`);
}

const edgesOf = (imports: readonly Import[], name: (path: string) => string): Map<string, string[]> => {
  const edges = new Map<string, string[]>();
  for (const { from, to } of within(imports))
    edges.set(name(from), [...(edges.get(name(from)) ?? []), name(to)]);
  return edges;
};

describe('imports', () => {
  test('every folder has its layer', () => {
    const known = [...LAYERS.flat(), ...DOORS];
    expect(
      [...new Set(files.map(({ path }) => folder(path)))].filter((name) => !known.includes(name)),
    ).toEqual([]);
  });

  test('go down', () => {
    const wrong = within(every).filter((each) => !isAllowed(each));
    expect(wrong.map(({ from, to, typeOnly }) => `${from} -> ${to}${typeOnly ? ' (type)' : ''}`)).toEqual([]);
  });

  test('make no circle of files once types are gone', () => {
    const loaded = every.filter(({ typeOnly, later }) => !typeOnly && later !== true);
    expect(cycles(edgesOf(loaded, (path) => path))).toEqual([]);
  });

  test('make no circle of types, but for those where two files hold the two halves of one thing', () => {
    const circles = cycles(edgesOf(every, (path) => path)).map((group) => group.join(' '));
    expect(circles.filter((group) => !TYPE_CIRCLES.includes(group))).toEqual([]);
  });

  test('make no circle of folders once types are gone', () => {
    const across = every.filter(({ from, to, typeOnly }) => !typeOnly && folder(from) !== folder(to));
    expect(cycles(edgesOf(across, folder))).toEqual([]);
  });

  test('lead to files that are there, and to packages that are depended on', () => {
    const manifest: { dependencies: Record<string, string> } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    );
    const missing = every.filter(({ to }) =>
      to.startsWith('src/')
        ? !existsSync(join(ROOT, to))
        : !to.startsWith('node:') && !Object.hasOwn(manifest.dependencies, to),
    );
    expect(missing).toEqual([]);
  });

  test('reach every file from the program', () => {
    const from = reachable(
      edgesOf(every, (path) => path),
      ['src/cli.ts'],
    );
    expect(files.map(({ path }) => path).filter((path) => !from.has(path))).toEqual([]);
  });
});

describe('one library, one door', () => {
  test.each([
    ['ssh2', ['src/transport/ssh.ts']],
    ['handlebars', ['src/render/templates.ts']],
    ['yargs', ['src/command-line.ts']],
    ['ajv', ['src/inventory/ajv.ts']],
    ['chalk', ['src/report/colour.ts']],
    ['diff', ['src/report/diff.ts']],
    ['yauzl', ['src/distribution/zip.ts']],
    ['tar-stream', ['src/distribution/tar.ts']],
    ['yaml', ['src/inventory/plain-data.ts', 'src/inventory/yaml-tree.ts']], // text to nodes, and nodes to data
    ['zx', ['src/distribution/mvn.ts']],
  ])('%s', (library, doors) => {
    const users = every.filter(({ to, typeOnly }) => to === library && !typeOnly);
    expect([...new Set(users.map(({ from }) => from))]).toEqual(doors);
    // types of a library go no further than the folder of its door
    const folders = new Set(every.filter(({ to }) => to === library).map(({ from }) => folder(from)));
    expect([...folders].filter((name) => !doors.some((door) => folder(door) === name))).toEqual([]);
  });
});

describe('source files', () => {
  const lengths = files.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));

  test('have at most 400 lines, and half of them fewer than 80', () => {
    expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
    const sorted = lengths.map(({ lines }) => lines).toSorted((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(80);
  });

  test('keep no state of their own', () => {
    const states = files.flatMap(
      ({ path, text }) =>
        text.match(/^(?:export )?(?:let|var) .*/gm)?.map((line) => `${path}: ${line}`) ?? [],
    );
    expect(states).toEqual([]);
  });

  test('read the environment, arguments and exit nowhere but where the process is', () => {
    const wanted = /\bprocess\.(?:env|argv|exit|cwd)\b/;
    const users = files.filter(({ text }) => wanted.test(text.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '')));
    expect(users.map(({ path }) => path)).toEqual(['src/cli.ts']);
  });

  test('make scripts of texts only where the project wrote them', () => {
    const users = files.filter(({ text }) => /\bScript\.trusted\(/.test(text)).map(({ path }) => path);
    const allowed = [
      'src/execute/compile.ts',
      'src/execute/prelude.ts',
      'src/execute/remote-script.ts',
      'src/logs/follow-script.ts',
      'src/shell/script.ts',
    ];
    expect(users.filter((path) => !allowed.includes(path))).toEqual([]);
  });
});

describe('what is named is there', () => {
  const all = (root: string): string[] =>
    readdirSync(join(ROOT, root), { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name).slice(ROOT.length));

  test('templates that sources name', () => {
    const named = files.flatMap(({ text }) => [
      ...[...text.matchAll(/renderTemplate\('([^']+)'/g)].map(([, name]) => `templates/${name}.hbs`),
      ...[...text.matchAll(/'(?:\.\.\/)+(templates\/[^']*[^'/])'/g)].map(([, path]) => path!),
    ]);
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('partials that templates name, and no template that nobody names', () => {
    const templates = all('templates');
    const texts = [
      ...files.map(({ text }) => text),
      ...templates.map((path) => readFileSync(join(ROOT, path), 'utf8')),
    ];
    const partials = texts.flatMap((text) =>
      [...text.matchAll(/\{\{> ([\w./-]+)\}\}/g)].map(([, name]) => `templates/${name}.hbs`),
    );
    expect(partials.filter((path) => !templates.includes(path))).toEqual([]);
    const orphans = templates.filter((path) => {
      const name = path
        .split('/')
        .at(-1)!
        .replace(/\.hbs$/, '');
      return !texts.some((text) => text.includes(`${name}'`) || text.includes(`${name}}}`));
    });
    expect(orphans).toEqual([]);
  });

  test('inventories that documents and sources name', () => {
    const documents = [
      ...all('docs').filter((path) => path.endsWith('.md')),
      ...(existsSync(join(ROOT, 'README.md')) ? ['README.md'] : []),
    ];
    const texts = [
      ...documents,
      ...all('test').filter((path) => path.endsWith('.ts')),
      ...files.map(({ path }) => path),
    ];
    const named = texts.flatMap((path) =>
      [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\binventories\/([\w.-]+\.ya?ml)\b/g)].map(
        ([found]) => `${path}: ${found}`,
      ),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((each) => !existsSync(join(ROOT, each.split(': ')[1]!)))).toEqual([]);
  });
});
