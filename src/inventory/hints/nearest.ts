import { distance } from 'fastest-levenshtein';

/** More slips than these are never asked for. */
const MOST = 3;

/**
 * Slips (a letter missed, added, or replaced, or two neighbours swapped) that turn one word into the other: the Levenshtein
 * distance, in which a swap of neighbours counts once and not twice.
 * @param from only letters behind that place are swapped
 */
export function slips(a: string, b: string, from = 0, swaps = MOST): number {
  const swapped = Array.from({ length: swaps === 0 ? 0 : a.length }, (_, at) => at).flatMap((at) => {
    const pair = a.slice(at, at + 2);
    const turned = pair.slice(1) + pair.slice(0, 1);
    if (at < from || pair === turned || !b.includes(turned)) return [];
    return 1 + slips(a.slice(0, at) + turned + a.slice(at + 2), b, at + 2, swaps - 1);
  });
  return Math.min(distance(a, b), ...swapped);
}

/**
 * The choice a mistyped word most likely means.
 * Case, "-" and "_" cost nothing; of the letters at most a third (and three) may differ, else a hint would mislead.
 * @returns undefined where no choice is near, or two are equally near
 */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  if (word.length > 64) return undefined;
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_]/g, '');
  const limit = Math.min(MOST, Math.floor(word.length / 3));
  const [best, next] = choices
    .map((choice) => ({ choice, far: slips(plain(word), plain(choice)) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far);
  return best?.far === next?.far ? undefined : best?.choice;
}

/** "did you mean `x`?", or undefined where nothing is near. */
export function didYouMean(word: string, choices: readonly string[]): string | undefined {
  const found = nearest(word, choices);
  return found === undefined ? undefined : `did you mean \`${found}\`?`;
}
