const UNITS: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/**
 * "4g" as bytes, in the units of the JVM (1024).
 * @throws RangeError when the text is not a size; the inventory's schema admits only sizes
 */
export function bytesOf(size: string): number {
  const [, digits, unit] = /^([1-9][0-9]*)([kmgt])$/i.exec(size) ?? [];
  const factor = UNITS[unit?.toLowerCase() ?? ''];
  if (digits === undefined || factor === undefined)
    throw new RangeError(`${size} is not a size such as 512m`);
  return Number(digits) * factor;
}

/** Bytes in the largest unit that leaves a whole number: 4294967296 is "4g". */
export function showSize(bytes: number): string {
  const unit = ['t', 'g', 'm', 'k'].find((name) => bytes % (UNITS[name] ?? 1) === 0);
  return unit === undefined ? `${bytes}` : `${bytes / (UNITS[unit] ?? 1)}${unit}`;
}
