const LONGEST = 60;

/**
 * A word of the user's as a message shows it: in backquotes, in one line, cut when long, and without control
 * characters, which a terminal might obey.
 */
export function quoted(word: unknown): string {
  const text = String(word).replace(/[\0-\x1F\x7F-\x9F]/g, '\uFFFD');
  return `\`${text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text}\``;
}

/** "a", "a and b", "a, b and c". */
export function inSeries(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
