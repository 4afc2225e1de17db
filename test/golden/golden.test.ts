import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { exampleFile, readTree, render } from '../sample/examples.ts';

/**
 * Three inventories, kept whole: both supervisors, every role but the web programs, one host and two, an old and two new releases.
 * What is special about the other examples is said in examples.test.ts. `npx vitest run test/golden -u` writes the files anew, and
 * the diff shows what a change does.
 */
const WHOLE = ['guide_4.9.4_sync', 'proxies_5.5.0', 'laptop'];
const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const TESTS = fileURLToPath(new URL('../', import.meta.url));

/** The golden files of all three, by path below this folder; texts that are there already are named in an index instead. */
const golden = new Map<string, string>();
/** The manifests as rendered, by path. */
const manifests = new Map<string, string>();

/** JSON is kept indented, so that a diff shows the value that changed. */
function legible(path: string, text: string): string {
  return path.endsWith('.json') ? `${JSON.stringify(JSON.parse(text), null, 2)}\n` : text;
}

beforeAll(async () => {
  const pathOf = new Map<string, string>();
  for (const name of WHOLE) {
    const { code, files, modes, err } = await render(exampleFile(name));
    expect([name, code, err]).toEqual([name, 0, '']);
    const index = [...files].map(([path, text]) => {
      if (path.endsWith('/manifest.json')) manifests.set(`${name}/${path}`, text);
      const kept = legible(path, text);
      const first = pathOf.get(kept);
      if (first !== undefined) return `${modes.get(path)} ${path} = ${first}\n`;
      pathOf.set(kept, `${name}/${path}`);
      golden.set(`${name}/${path}`, kept);
      return `${modes.get(path)} ${path}\n`;
    });
    golden.set(`${name}/files.txt`, index.join(''));
  }
});

test('three inventories render their golden files, byte for byte', async () => {
  for (const [path, text] of golden) await expect(text, path).toMatchFileSnapshot(FOLDER + path);
});

test('there is no golden file that nothing renders', () => {
  const kept = WHOLE.flatMap((name) =>
    [...readTree(FOLDER + name).files.keys()].map((path) => `${name}/${path}`),
  );
  expect(kept.sort()).toEqual([...golden.keys()].sort());
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...WHOLE].sort());
});

test('a manifest is one line of JSON, as the hosts of earlier releases have it', () => {
  expect(manifests.size).toBe(5);
  for (const [path, text] of manifests) expect(text, path).toBe(`${JSON.stringify(JSON.parse(text))}\n`);
});

describe('golden files anywhere in the tests', () => {
  const kept = [...readTree(TESTS).files].filter(
    ([path]) => /(^|\/)(golden|cases)\//.test(path) && !path.endsWith('.ts'),
  );

  test('are found', () => {
    expect(kept.length).toBeGreaterThan(150);
    expect(kept.map(([path]) => path)).toContain('render/golden/rocketmq.sh');
  });

  test('are no byte copies of one another', () => {
    const first = new Map<string, string>();
    const copies = kept.flatMap(([path, text]) => {
      const other = first.get(text);
      if (other === undefined) first.set(text, path);
      return other === undefined ? [] : [`${path} = ${other}`];
    });
    expect(copies).toEqual([]);
  });

  test('are indented where they are JSON', () => {
    const json = kept.filter(([path]) => path.endsWith('.json'));
    expect(json.filter(([path, text]) => text !== legible(path, text)).map(([path]) => path)).toEqual([]);
  });
});
