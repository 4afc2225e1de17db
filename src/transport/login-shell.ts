import { quote } from '../shell/quote.ts';

/** What single quotes do not protect everywhere: in csh `!` and line breaks, in fish backslashes. */
const NOT_PORTABLE = /[\\!\n]/;

/**
 * A command line that every usual login shell (sh, bash, dash, ksh, zsh, fish, csh) takes apart into exactly these words.
 * Words that not all of them would leave alone travel as octal escapes and are put together by sh.
 * @throws RangeError when a word holds NUL
 */
export function commandLine(words: readonly string[]): string {
  const line = words.map(quote).join(' ');
  return NOT_PORTABLE.test(words.join(''))
    ? `sh -c 'eval "$(printf %b "$0")"' '${escaped(`exec ${line}`)}'`
    : line;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\!\n']/g, (char) => `\\0${char.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
