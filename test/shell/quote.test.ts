import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quote } from '../../src/shell/quote.ts';
import { lines, sh } from '../../src/shell/script.ts';
import { runIn, SHELLS } from '../sample/shells.ts';

/** Texts that shells treat in a special way, and any others: all but NUL, which no shell word can hold. */
const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => !text.includes('\0')),
  fc
    .array(fc.constantFrom(...Array.from('\'"\\$`!*?[]{}()<>|&;#~ \t\n\r=%-a1é€😀')), { maxLength: 30 })
    .map((parts) => parts.join('')),
  fc.constantFrom(
    '',
    '-n',
    '--',
    '~',
    '~root',
    '$HOME',
    '`id`',
    '$(id)',
    "'",
    "'\\''",
    'a\\',
    '\n',
    '!!',
    '[',
    '\x7f',
  ),
);

/** Lone surrogates have no bytes in UTF-8: Node writes U+FFFD for them. */
const isWellFormed = (text: string): boolean => text === Buffer.from(text).toString();

describe.each(SHELLS)('%s', (shell) => {
  test('takes every quoted word as it was', () => {
    fc.assert(
      fc.property(fc.array(word.filter(isWellFormed), { minLength: 1, maxLength: 200 }), (words) => {
        const script = sh`for word in ${words}; do printf '%s\0' "$word"; done`;
        const { code, stdout, stderr } = runIn(shell, script);
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        expect(stdout.split('\0').slice(0, -1)).toEqual(words);
      }),
      { numRuns: 30 },
    );
  });

  test('takes a quoted script as one word, however deep', () => {
    fc.assert(
      fc.property(word.filter(isWellFormed), fc.integer({ min: 1, max: 3 }), (text, depth) => {
        let script = sh`printf %s ${text}`;
        for (let level = 0; level < depth; level += 1) script = sh`${shell} -c ${script.text}`;
        expect(runIn(shell, script).stdout).toBe(text);
      }),
      { numRuns: 25 },
    );
  });
});

test('a word that needs no quotes is left readable', () => {
  expect(['/usr/local/x-1.2_3', 'a=b', 'a b', '', '~', 'a,b@c:d%e+f'].map(quote)).toEqual([
    '/usr/local/x-1.2_3',
    "'a=b'",
    "'a b'",
    "''",
    "'~'",
    'a,b@c:d%e+f',
  ]);
});

test('NUL is refused', () => {
  expect(() => quote('a\0b')).toThrow(RangeError);
  expect(() => sh`echo ${'a\0b'}`).toThrow(RangeError);
  expect(() => sh`echo ${['a', '\0']}`).toThrow(RangeError);
});

describe('the tag', () => {
  test('quotes strings and lists, splices numbers and scripts', () => {
    const inner = sh`echo ${'x y'}`;
    expect(sh`${inner} >${'a b'}; exit ${3}; set -- ${['p', 'q r']}`.text).toBe(
      "echo 'x y' >'a b'; exit 3; set -- p 'q r'",
    );
  });

  test('an empty list is no word at all', () => {
    expect(runIn('sh', sh`set -- ${[]}; echo $#`).stdout).toBe('0\n');
  });

  test('removes the indentation that its lines share, not that of a value', () => {
    const value = 'first\n      second';
    const script = sh`
      if true; then
        printf %s ${value}
      fi
    `;
    expect(script.text).toBe(`if true; then\n  printf %s 'first\n      second'\nfi`);
  });

  test("leaves the shell's own backslashes and dollars", () => {
    expect(sh`printf '%s\n' "\${HOME:-}" $x \$y`.text).toBe(
      String.raw`printf '%s\n' "` + '${HOME:-}" $x \\$y',
    );
    expect(runIn('sh', sh`printf 'a\tb\n'; echo "\`echo c\`"`).stdout).toBe('a\tb\nc\n');
  });

  test('lines leaves out what is empty', () => {
    expect(lines([sh`a`, sh``, sh`b`]).text).toBe('a\nb');
  });
});
