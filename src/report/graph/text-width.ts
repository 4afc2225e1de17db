/** Shares of the font size that characters of a wide sans-serif face take; a picture cannot ask the font itself. */
const NARROW = 0.36;
const USUAL = 0.62;
const CAPITAL = 0.74;
const WIDE = 0.98;

/** The sizes that the bold texts of style.ts (13 and 14 pixels) are measured by: bold letters are that much wider. */
export const BOLD = { name: 14, hostName: 15 } as const;

/** Pixels that a text takes at most, in any of the usual faces. */
export function textWidth(text: string, size: number): number {
  const shares = Array.from(text, (character) => {
    if (/[mwMW@]/.test(character)) return WIDE;
    if (/[A-Z]/.test(character)) return CAPITAL;
    return /[ijl.,:;|!' ]/.test(character) ? NARROW : USUAL;
  });
  return size * shares.reduce((sum, share) => sum + share, 0);
}

/** The text, or as much of its beginning and end as fits, with an ellipsis between. */
export function fitted(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  for (let kept = text.length - 1; kept > 1; kept -= 1) {
    const short = `${text.slice(0, Math.ceil(kept / 2))}…${text.slice(text.length - Math.floor(kept / 2))}`;
    if (textWidth(short, size) <= width) return short;
  }
  return '…';
}
