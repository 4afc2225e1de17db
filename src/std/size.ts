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

/** Bytes as the inventory writes sizes, rounded: "512m", "3.5g". */
export function roughly(bytes: number): string {
  const gigabytes = bytes / 2 ** 30;
  return gigabytes < 1 ? `${Math.round(bytes / 2 ** 20)}m` : `${Math.round(gigabytes * 10) / 10}g`;
}

/** Bytes in the largest unit that leaves a whole number: 4294967296 is "4g". */
export function showSize(bytes: number): string {
  const unit = ['t', 'g', 'm', 'k'].find((name) => bytes % (UNITS[name] ?? 1) === 0);
  return unit === undefined ? `${bytes}` : `${bytes / (UNITS[unit] ?? 1)}${unit}`;
}
