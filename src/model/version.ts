/**
 * Compares two versions number by number.
 * @param a, b dotted numbers: "4.9.4"
 * @returns below 0 when a is the older, above 0 when it is the newer, 0 when they are the same
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const length = Math.max(left!.length, right!.length);
  for (let i = 0; i < length; i++) {
    const difference = (left![i] ?? 0) - (right![i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
