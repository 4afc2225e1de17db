/**
 * The one function that makes a word safe for a POSIX shell.
 * Single quotes protect every byte but the single quote itself and NUL (POSIX.1-2017, XCU 2.2.2).
 * @param word any text without NUL
 * @returns the word as it is when the shell would read it so, else in single quotes
 * @throws RangeError when the word holds NUL, which no argument, environment or shell word can carry
 */
export function quote(word: string): string {
  if (word.includes('\0')) throw new RangeError('a shell word cannot hold a NUL byte');
  if (/^[A-Za-z0-9_./:@%+,-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
