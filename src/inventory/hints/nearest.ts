/** Edits (insert, delete, replace, swap of neighbours) that turn one word into the other: the restricted Damerau-Levenshtein distance. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (last[j - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (beforeLast[j - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/**
 * The choice a mistyped word most likely means.
 * Case, "-" and "_" cost nothing; of the letters at most a third (and three) may differ, else a hint would mislead.
 * @returns undefined where no choice is near, or two are equally near
 */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  if (word.length > 64) return undefined;
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_]/g, '');
  const limit = Math.min(3, Math.floor(word.length / 3));
  const [best, next] = choices
    .map((choice) => ({ choice, distance: editDistance(plain(word), plain(choice)) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return best?.distance === next?.distance ? undefined : best?.choice;
}

/** "did you mean `x`?", or undefined where nothing is near. */
export function didYouMean(word: string, choices: readonly string[]): string | undefined {
  const found = nearest(word, choices);
  return found === undefined ? undefined : `did you mean \`${found}\`?`;
}
