/** A text as a regular expression, of JavaScript or an extended one of POSIX, that matches just it. */
export function escapeRegex(text: string): string {
  return text.replaceAll(/[.[\]\\*^$+?{}|()]/g, String.raw`\$&`);
}

/** A pattern in which `*` is any characters and `?` is one, brackets too meaning themselves, as an expression for a whole text. */
export function globRegex(pattern: string, flags = ''): RegExp {
  const source = escapeRegex(pattern)
    .replaceAll(/(?:\\\*)+/g, '.*')
    .replaceAll(String.raw`\?`, '.');
  return new RegExp(`^${source}$`, `s${flags}`);
}
