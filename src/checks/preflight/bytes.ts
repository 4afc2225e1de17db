const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** Bytes as the inventory writes sizes, rounded: "512m", "3.5g". */
export function roughly(bytes: number): string {
  if (bytes < GIB) return `${Math.round(bytes / MIB)}m`;
  return `${Math.round((bytes / GIB) * 10) / 10}g`;
}
