import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cycles, reachable } from './graph.ts';
import { type Import, layerOf, ROOT, sourceFiles } from './imports.ts';

/** The rows of the house from the top: a folder imports from the rows below its own (docs/architecture.md). */
const ROWS: readonly (readonly string[])[] = [
  ['', 'commands'],
  ['operations'],
  ['plan', 'execute', 'checks', 'logs', 'report'],
  ['roles', 'resources', 'hosts', 'probes', 'render'],
  ['resolve', 'inventory'],
  ['rocketmq', 'transport', 'distribution'],
  ['model', 'shell', 'redaction', 'diagnostics', 'errors', 'std'],
];

/** Folders of one row that use each other, one way. */
const BESIDE: readonly string[] = [
  ' -> commands',
  'execute -> plan',
  'checks -> execute',
  'checks -> plan',
  'logs -> execute',
  'hosts -> render', // the files of a supervisor
  'roles -> hosts',
  'roles -> render',
  'roles -> resources', // the kinds of what a role wants besides its files
  'resources -> hosts',
  'resources -> render',
  'resolve -> inventory',
  'distribution -> rocketmq', // the facts of a version
  'probes -> hosts',
  'shell -> redaction',
  'diagnostics -> errors',
  'diagnostics -> model',
  'model -> redaction',
  'model -> std',
  'redaction -> std',
];

const files = sourceFiles('src');
const folder = (path: string): string => /^src\/(errors)\.ts$/.exec(path)?.[1] ?? layerOf(path);
const rank = (name: string): number => ROWS.findIndex((row) => row.includes(name));
const within = (imports: readonly Import[]): Import[] => imports.filter(({ to }) => to.startsWith('src/'));
const every = files.flatMap(({ imports }) => imports);
/** A file's text without its comments. */
const codeOf = (text: string): string => text.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');

function isAllowed({ from, to }: Import): boolean {
  const [a, b] = [folder(from), folder(to)];
  return a === b || rank(a) < rank(b) || BESIDE.includes(`${a} -> ${b}`);
}

const edgesOf = (imports: readonly Import[], name: (path: string) => string): Map<string, string[]> => {
  const edges = new Map<string, string[]>();
  for (const { from, to } of within(imports))
    edges.set(name(from), [...(edges.get(name(from)) ?? []), name(to)]);
  return edges;
};

describe('imports', () => {
  test('every folder has its row', () => {
    const known = ROWS.flat();
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

  test('make no circle of files with types and what is loaded later', () => {
    expect(cycles(edgesOf(every, (path) => path))).toEqual([]);
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
    ['ssh2', ['src/transport/ssh/ssh2.ts']],
    ['handlebars', ['src/render/templates.ts']],
    ['yargs', ['src/command-line.ts']],
    ['ajv', ['src/inventory/schema/ajv.ts']],
    ['chalk', ['src/report/colour.ts']],
    ['diff', ['src/report/diff.ts']],
    ['yauzl', ['src/distribution/archive/zip.ts']],
    ['tar-stream', ['src/distribution/archive/tar.ts']],
    ['yaml', ['src/inventory/yaml/yaml-data.ts', 'src/inventory/yaml/yaml-tree.ts']], // text to nodes, and nodes to data
    ['zx', ['src/shell/local-process.ts']],
    ['node:child_process', []], // programs on this machine are started by zx
    ['string-width', ['src/std/cells.ts']],
    ['fastest-levenshtein', ['src/inventory/hints/nearest.ts']],
  ])('%s', (library, doors) => {
    const users = every.filter(({ to, typeOnly }) => to === library && !typeOnly);
    expect([...new Set(users.map(({ from }) => from))]).toEqual(doors);
    // types of a library go no further than the folder of its door
    const folders = new Set(every.filter(({ to }) => to === library).map(({ from }) => folder(from)));
    expect([...folders].filter((name) => !doors.some((door) => folder(door) === name))).toEqual([]);
  });
});

describe('one folder knows the programs of hosts', () => {
  const NAMES = /[sS]ystemd|systemctl|journalctl|[nN]ohup|[fF]irewalld|firewall-cmd|busctl/;

  test('supervisors and firewalls, which are a file and a line of a registry each', () => {
    const users = files.filter(({ text }) => NAMES.test(text));
    const outside = users.map(({ path }) => path).filter((path) => !path.startsWith('src/hosts/'));
    expect(outside).toEqual([]);
    const inside = users
      .map(({ path }) => path)
      .filter((path) => !/\/(?:supervisors|firewalls)\//.test(path));
    expect(inside).toEqual(['src/hosts/software.ts']); // a clock daemon of that name
  });

  test('no other folder imports one of them', () => {
    const doors =
      /^src\/hosts\/(?:supervisors\/(?:supervisor|registry)|firewalls\/(?:firewall|registry))\.ts$/;
    const wrong = every.filter(
      ({ from, to }) =>
        /^src\/hosts\/(?:supervisors|firewalls)\//.test(to) &&
        !/^src\/hosts\/(?:supervisors|firewalls)\//.test(from) &&
        !doors.test(to),
    );
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
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
    const users = files.filter(({ text }) => wanted.test(codeOf(text)));
    expect(users.map(({ path }) => path)).toEqual(['src/cli.ts']);
  });

  test('reach behind the interface of no library, but for ssh2, in one file', () => {
    const users = files.filter(({ text }) => /\.\s*_[a-zA-Z]/.test(codeOf(text)));
    expect(users.map(({ path }) => path)).toEqual(['src/transport/ssh/ssh2-internals.ts']);
  });

  test('know nothing of RocketMQ where plans are made and carried out', () => {
    const core =
      /^src\/(?:plan\/(?:steps|review)\/|execute\/(?:[^/]+|waits\/(?:wait|registry)|supplies\/supplier)\.ts$)/;
    const generic = files.filter(
      ({ path }) => core.test(path) || ['src/resources/resource.ts', 'src/model/wait.ts'].includes(path),
    );
    const words = /broker|name ?server|namesrv|rocketmq|dashboard|\bproxy\b|\b(?:master|slave)/i;
    expect(generic.length).toBeGreaterThan(15);
    const imports = /^import .*$/gm; // a registry names what it registers
    const knowing = generic.filter(({ text }) => words.test(codeOf(text).replaceAll(imports, '')));
    expect(knowing.map(({ path }) => path)).toEqual([]);
  });

  test('make scripts of texts only where the project wrote them', () => {
    const users = files.filter(({ text }) => /\bScript\.trusted\(/.test(text)).map(({ path }) => path);
    const allowed = [
      'src/execute/compile.ts',
      'src/execute/supplies/suppliers.ts',
      'src/probes/remote-script.ts',
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
