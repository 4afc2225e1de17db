import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProperties } from '../../../src/rocketmq/configuration/properties-text.ts';
import { javaHomes } from '../../sample/java-homes.ts';
import { propertiesText } from '../../sample/properties.ts';
import { propertyLine } from '../../../src/rocketmq/configuration/config-file.ts';

const printable = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
});
const key = printable.filter((text) => text !== '' && !text.endsWith(' '));
const value = printable.filter((text) => !text.endsWith(' '));
const entries = fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name });

const linesOf = (list: readonly (readonly [string, string])[]): string =>
  ['# header', ...list.map(([name, text]) => propertyLine(name, text))].map((line) => `${line}\n`).join('');

describe('writing properties', () => {
  it.each([
    ['a plain value', 'listenPort', '10911', 'listenPort=10911\n'],
    ['separators in a value stay readable', 'namesrvAddr', 'a:9876;b:9876', 'namesrvAddr=a:9876;b:9876\n'],
    ['a backslash', 'p', 'C:\\x', 'p=C:\\\\x\n'],
    ['blanks in front', 'p', '  x', 'p=\\  x\n'],
    ['odd characters in a key', 'a b=c:d#', 'x', 'a\\ b\\=c\\:d\\#=x\n'],
    ['an empty value', 'p', '', 'p=\n'],
  ])('%s', (_, name, text, written) => {
    expect(propertiesText([[name, text]])).toBe(written);
  });

  it('puts the header first and keeps the order', () => {
    const text = propertiesText(
      [
        ['b', '1'],
        ['a', '2'],
      ],
      ['written by rmqctl', ''],
    );
    expect(text).toBe('# written by rmqctl\n#\nb=1\na=2\n');
  });

  it.each([
    ['a line feed', 'a\nb', 'U+000A'],
    ['a carriage return at the end', 'SLAVE\r', 'U+000D'],
    ['a tab', 'a\tb', 'U+0009'],
    ['beyond ASCII', 'caf\u00e9', 'U+00E9'],
    ['beyond the basic plane', '\u{1f680}', 'U+1F680'],
    ['a blank at the end', 'SLAVE ', 'a blank at the end'],
  ])('refuses %s', (_, text, named) => {
    expect(() => propertiesText([['brokerRole', text]])).toThrow(
      expect.objectContaining({ code: 'PROPERTY_UNWRITABLE', message: expect.stringContaining(named) }),
    );
    expect(() => propertiesText([['brokerRole', text]])).toThrow(/brokerRole/);
  });
});

describe('reading properties', () => {
  it.each<[string, string, [string, string][]]>([
    [
      'the three separators',
      'a=1\nb: 2\nc 3\n',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
      ],
    ],
    ['blanks around', ' \t a \t= \t 1 \n', [['a', '1 ']]],
    [
      'only one separator',
      'a==1\nb = =2',
      [
        ['a', '=1'],
        ['b', '=2'],
      ],
    ],
    ['comments and empty lines', '# a=1\n  ! b=2\n\n \t\nc=3', [['c', '3']]],
    ['a hash that is no comment', 'a=1#2', [['a', '1#2']]],
    [
      'a continued line',
      'a=1,\\\n   2,\\\n\t3\nb=4',
      [
        ['a', '1,2,3'],
        ['b', '4'],
      ],
    ],
    [
      'an escaped backslash at the end',
      'a=1\\\\\nb=2',
      [
        ['a', '1\\'],
        ['b', '2'],
      ],
    ],
    ['a comment is not continued', '# a\\\nb=2', [['b', '2']]],
    ['a continued line may look like a comment', 'a=1\\\n#2', [['a', '1#2']]],
    ['escapes', 'a\\=b=\\t\\n\\r\\f\\u00e9\\z\\"', [['a=b', '\t\n\r\f\u00e9z"']]],
    [
      'CRLF and CR',
      'a=1\r\nb=2\rc=3',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
      ],
    ],
    [
      'a key alone',
      'a\nb=',
      [
        ['a', ''],
        ['b', ''],
      ],
    ],
    ['an empty key', '=1', [['', '1']]],
    ['the last of two', 'a=1\na=2', [['a', '2']]],
    ['an open end', 'a=1\\', [['a', '1']]],
  ])('%s', (_, text, expected) => {
    expect([...readProperties(text)]).toEqual(expected);
  });

  it('refuses a broken escape as Java does', () => {
    expect(() => readProperties('a=\\u12')).toThrow(
      expect.objectContaining({ code: 'PROPERTIES_MALFORMED' }),
    );
  });

  it('reads what was written', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const text = linesOf(list);
        expect(text).not.toMatch(/[^\n -~]|[ \t]$/m);
        expect([...readProperties(text)]).toEqual(list);
      }),
    );
  });
});

/** Prints what java.util.Properties reads: each key and value in hexadecimal UTF-16, sorted. */
const READER = `
import java.util.*; import java.io.*;
public class Reader {
  static String hex(String s) { StringBuilder b = new StringBuilder("x"); for (char c : s.toCharArray()) b.append(String.format("%04x", (int) c)); return b.toString(); }
  public static void main(String[] files) throws Exception {
    for (String file : files) {
      Properties p = new Properties();
      try (InputStream in = new FileInputStream(file)) { p.load(in); } catch (IllegalArgumentException e) { System.out.println("error"); continue; }
      TreeMap<String, String> sorted = new TreeMap<>();
      for (String k : p.stringPropertyNames()) sorted.put(hex(k), hex(p.getProperty(k)));
      System.out.println(sorted);
    }
  }
}`;

const java = javaHomes().find(({ major }) => major >= 11);

describe.skipIf(java === undefined)('java.util.Properties', () => {
  it('agrees with the reader on anything, and reads what was written', { timeout: 60_000 }, () => {
    const soup = fc.string({ unit: fc.constantFrom(...'ab=: \t\f\\\n\r#!un\u00e9'.split(''), 'u0041') });
    const texts = [
      ...fc.sample(soup, { numRuns: 1000, seed: 7 }),
      ...fc.sample(entries, { numRuns: 200, seed: 7 }).map(linesOf),
    ];
    const said = askJava(texts);
    expect(texts.map((text) => ({ text: JSON.stringify(text), read: asJavaPrints(text) }))).toEqual(
      texts.map((text, i) => ({ text: JSON.stringify(text), read: said[i] })),
    );
  });
});

function askJava(texts: readonly string[]): string[] {
  const directory = mkdtempSync(join(tmpdir(), 'rmqctl-properties-'));
  try {
    const source = join(directory, 'Reader.java');
    writeFileSync(source, READER);
    const files = texts.map((text, i) => {
      const file = join(directory, `${i}.properties`);
      writeFileSync(file, text, 'latin1');
      return file;
    });
    const said = execFileSync(`${java!.home}/bin/java`, [source, ...files], { encoding: 'utf8' });
    return said.trimEnd().split('\n');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function asJavaPrints(text: string): string {
  try {
    const pairs = [...readProperties(text)].map(([name, content]) => `${hex(name)}=${hex(content)}`);
    return `{${pairs.sort(byKey).join(', ')}}`;
  } catch {
    return 'error';
  }
}

function byKey(a: string, b: string): number {
  const [left, right] = [a.split('=')[0]!, b.split('=')[0]!];
  return left < right ? -1 : Number(left > right);
}

function hex(text: string): string {
  return `x${text
    .split('')
    .map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'))
    .join('')}`;
}
