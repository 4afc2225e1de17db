/**
 * A percentile of measurements, to a tenth: the smallest value that so many per cent are not above (nearest rank).
 * @param percent 0 to 100; 0 for no measurements
 */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return Math.round((sorted[rank - 1] ?? 0) * 10) / 10;
}
