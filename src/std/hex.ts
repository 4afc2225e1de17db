/** A number in at least four hexadecimal digits: a port as /proc/net/tcp has it, a character as U+00E9 names it. */
export function hex4(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}
