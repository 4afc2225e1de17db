import { describe, expect, it } from 'vitest';
import { reveal, Secret } from '../../src/redaction/secret.ts';
import { brief, marked, read, SOUND, sound, topologyOf } from '../sample/inventories.ts';
import { withoutOrigins } from '../sample/properties.ts';

describe('what an inventory may be written in', () => {
  const plain = topologyOf(SOUND);

  it.each([
    ['CRLF', SOUND.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${SOUND}`],
    ['a document marker', `---\n${SOUND}...\n`],
    ['block lists', sound('namesrv: [node1, node2]', 'namesrv:\n- node1\n- node2')],
    [
      'anchors and aliases',
      sound('[node1, node2]\nb', '&all [node1, node2]\nb').replace('a: [node1, node2]', 'a: *all'),
    ],
    ['tabs after the indentation', sound('cluster: shop', 'cluster:\tshop')],
  ])('%s', (_, text) => {
    const { diagnostics, topology } = read(text);
    expect(diagnostics).toEqual([]);
    expect(topology).toEqual(plain);
  });

  it('JSON, indented with tabs', () => {
    const json = {
      cluster: 'shop',
      version: '4.9.8',
      mode: 'sync',
      hosts: { node1: '10.0.0.1', node2: '10.0.0.2' },
      namesrv: ['node1', 'node2'],
      brokers: { 'broker-a': ['node1', 'node2'], 'broker-b': ['node2', 'node1'] },
    };
    expect(topologyOf(JSON.stringify(json, null, '\t'))).toEqual(plain);
  });

  it('positions count from the text, not from the byte order mark or carriage returns', () => {
    const text = `\uFEFF${sound('node2, node1]', 'node2, nodeX]').replaceAll('\n', '\r\n')}`;
    const { diagnostics } = read(text);
    expect(brief(diagnostics)).toEqual(['10:21 error UNKNOWN_HOST']);
    expect(diagnostics[0]!.frame).toBe(` 10 |   broker-b: [node2, nodeX]\n    | ${' '.repeat(20)}^^^^^`);
  });

  it('merge keys: what stands nearer wins, wherever the merge stands', () => {
    const host = (body: string): string =>
      sound('  node1: 10.0.0.1\n', `  node1: &base { memory: 8g, address: 10.0.0.1 }\n`).replace(
        '  node2: 10.0.0.2\n',
        `  node2: ${body}\n`,
      );
    for (const body of ['{ <<: *base, address: 10.0.0.2 }', '{ address: 10.0.0.2, <<: [*base] }']) {
      const [, node2] = topologyOf(host(body)).hosts;
      expect(node2).toMatchObject({ address: '10.0.0.2', memory: 8 * 2 ** 30 });
    }
    expect(brief(read(host('{ address: 10.0.0.300, <<: *base }')).diagnostics)).toEqual([
      '6:21 error ADDRESS_INVALID',
    ]);
  });
});

describe('what is not an inventory', () => {
  const many = Array.from({ length: 6 }, (_, level) => {
    const name = String.fromCodePoint(97 + level);
    const items = level === 0 ? 'x' : `*${String.fromCodePoint(96 + level)}`;
    return `${name}: &${name} [${Array(10).fill(items).join(', ')}]`;
  }).join('\n');

  it.each([
    ['nothing', '', ['1:1 error INVENTORY_EMPTY']],
    ['comments alone', '# nothing\n', ['1:1 error INVENTORY_EMPTY']],
    ['binary', 'PK\u0003\u0004\0\0', ['1:5 error INVENTORY_NOT_TEXT']],
    ['another encoding', 'cluster: caf\uFFFD\n', ['1:13 error INVENTORY_NOT_TEXT']],
    ['too much text', `# ${'x'.repeat(2 ** 20)}\n`, ['1:1 error INVENTORY_TOO_LARGE']],
    ['brackets without end', '['.repeat(100_000), ['1:1 error YAML_TOO_DEEP']],
    ['lists in lists', `${'- '.repeat(5000)}x`, ['1:1 error YAML_TOO_DEEP']],
    ['keys of keys', '? '.repeat(5000), ['1:1 error YAML_TOO_DEEP']],
    ['an alias bomb', many, ['2:8 error INVENTORY_TOO_LARGE']],
    ['an open bracket', 'a: [1\nb: 2\n', ['1:4 error YAML_SYNTAX']],
    ['a tab as indentation', 'a:\n\tb: 1\n', ['2:1 error YAML_SYNTAX']],
    ['two documents', `${SOUND}---\na: 1\n`, ['11:1 error YAML_SYNTAX']],
    ['a tag', sound('cluster: shop', 'cluster: !!binary c2hvcA=='), ['1:19 error YAML_TAG']],
    [
      'an alias of null as key',
      `${SOUND}? &a\n: 1\n*a : 2\n`,
      ['11:5 error YAML_KEY', '13:1 error YAML_KEY'],
    ],
    ['an unknown tag', sound('cluster: shop', 'cluster: !shop x'), ['1:10 error YAML_SYNTAX']],
  ])('%s', (_, text, found) => {
    const { topology, diagnostics } = read(text);
    expect(topology).toBeUndefined();
    expect(brief(diagnostics)).toEqual(found);
  });

  it.each([
    [
      'a key given twice',
      `${SOUND}mode: async\n`,
      '11:1 error DUPLICATE_KEY',
      /^duplicate key `mode` \(first defined at line 3\)/,
    ],
    ['an alias of nothing', sound('shop', '*x'), '1:10 error YAML_ALIAS', undefined],
    ['an alias inside its anchor', `${SOUND}ssh: &a { user: *a }\n`, '11:17 error YAML_ALIAS', undefined],
    ['a list as key', `${SOUND}? [a]\n: 1\n`, '11:3 error YAML_KEY', /name: value/],
    ['__proto__', `${SOUND}__proto__: { mode: single }\n`, '11:1 error YAML_KEY', undefined],
    ['__proto__ by an alias', `${SOUND}user: &a __proto__\n*a : 1\n`, '12:1 error YAML_KEY', undefined],
    ['a merge of a word', `${SOUND}ssh: { <<: root }\n`, '11:8 error YAML_MERGE', undefined],
  ])('%s', (_, text, found, words) => {
    const { topology, diagnostics } = read(text);
    expect(topology).toBeUndefined();
    expect(brief(diagnostics)).toEqual([found]);
    if (words !== undefined)
      expect(`${diagnostics[0]!.message}; ${diagnostics[0]!.hint ?? ''}`).toMatch(words);
  });
});

describe('${NAME}', () => {
  it('is the environment variable, anywhere in a string', () => {
    const text = sound('node1: 10.0.0.1', 'node1: 10.${NET}.1').replace(
      'cluster: shop',
      'cluster: "${NAME}"',
    );
    const { topology, diagnostics, secrets } = read(text, { env: { NET: '8.7', NAME: '42' } });
    expect(diagnostics).toEqual([]);
    expect(topology).toMatchObject({ cluster: '42', hosts: [{ address: '10.8.7.1' }, {}] });
    expect(secrets).toEqual(['42', '8.7']);
  });

  it('is a number or a truth value where one is expected, and else text', () => {
    const text = sound(
      'namesrv: [node1, node2]',
      'namesrv: [node1, { host: node2, port: "${PORT}" }]',
    ).replace('cluster: shop', 'cluster: ${PORT}');
    const topology = topologyOf(`${text}ssh:\n  become: \${SUDO}\n`, { env: { PORT: '9999', SUDO: 'true' } });
    expect(topology).toMatchObject({ cluster: '9999', hosts: [{ ssh: { become: true } }, {}] });
    expect(topology.instances[1]!.port).toBe(9999);
    expect(brief(read(text, { env: { PORT: 'x' } }).diagnostics)).toEqual(['7:39 error WRONG_TYPE']);
    expect(brief(read(text, { env: { PORT: '99999' } }).diagnostics)).toEqual(['7:39 error OUT_OF_RANGE']);
  });

  it('is not looked into again, and $${NAME} stands for itself', () => {
    const properties = 'properties: { regionId: "${A}", haMasterAddress: "$${A}", deleteWhen: $5 }';
    const [broker] = topologyOf(`${SOUND}${properties}\n`, { env: { A: '${B}' } }).instances.slice(2);
    expect(withoutOrigins(broker!.properties)).toEqual({
      regionId: new Secret('${B}'),
      haMasterAddress: '${A}',
      deleteWhen: '$5',
    });
    expect(reveal(broker!.properties['regionId']!.value)).toBe('${B}');
  });

  it('that is not set is an error at its place, and nothing else is said of that value', () => {
    const { diagnostics } = read(sound('10.0.0.1', '${ADDRESS}'));
    expect(brief(diagnostics)).toEqual(['5:10 error ENV_NOT_SET']);
    expect(diagnostics[0]).toMatchObject({ message: expect.stringContaining('variable ADDRESS is not set') });
    expect(marked(diagnostics[0]!)).toBe('${ADDRESS}');
  });

  it.each(['${user.home}', '${}', '${A B}'])('%s is refused', (word) => {
    expect(brief(read(`${SOUND}properties: { regionId: "${word}" }\n`).diagnostics)).toEqual([
      '11:25 error ENV_NAME',
    ]);
  });

  it('never shows its value in a diagnostic', () => {
    const canary = 'canary 7e3f';
    for (const text of [
      sound('10.0.0.1', '${X}'),
      sound('mode: sync', 'mode: ${X}'),
      sound('cluster: shop', 'cluster: a-${X}'),
      sound('[node2, node1]', '[node2, "${X}"]'),
      `${SOUND}heap: { broker: "\${X}" }\nuser: \${X}\npaths: { home: "\${X}" }\n`,
      `${SOUND}jvm: { broker: ["\${X}"] }\naliases: \${X}\njava: \${X}\n`,
    ]) {
      const { topology, diagnostics } = read(text, { env: { X: canary } });
      expect(topology).toBeUndefined();
      expect(diagnostics.length).toBeGreaterThan(0);
      expect(JSON.stringify(diagnostics)).not.toContain(canary);
    }
  });
});

describe('code frames', () => {
  it('cut long lines to a window around the carets', () => {
    const { diagnostics } = read(
      sound('cluster: shop', `cluster: shop${' '.repeat(200)}# ${'x'.repeat(90)}`).replace(
        'mode: sync',
        `ssh: { user: ops, ${' '.repeat(120)} hots: 1 } # ${'y'.repeat(90)}\nmode: sync`,
      ),
    );
    expect(brief(diagnostics)).toEqual(['3:140 error UNKNOWN_KEY']);
    expect(marked(diagnostics[0]!)).toBe('hots');
    expect(Math.max(...diagnostics[0]!.frame!.split('\n').map((line) => line.length))).toBeLessThan(120);
  });

  it('keep tabs before the carets and send no control character to the terminal', () => {
    const { diagnostics } = read(sound('mode: sync', 'mode:\t"\\e[31m\u0007x"'));
    expect(diagnostics[0]!.frame).toContain('\t^');
    expect(JSON.stringify(diagnostics)).not.toMatch(/\\u001b|\\u0007/);
  });
});
