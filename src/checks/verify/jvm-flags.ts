/**
 * The JVM options that a running process lacks or has otherwise, in words. Pure.
 * @param desired in the order of its start script; of one given twice the last counts
 * @param args its command line, from /proc
 */
export function wrongFlags(desired: readonly string[], args: readonly string[]): string[] {
  const found = effective(args);
  return [...effective(desired)].flatMap(([name, option]) => {
    const other = found.get(name);
    if (other === option) return [];
    return [`its JVM runs ${other === undefined ? 'without' : `with ${other}, not`} ${option}`];
  });
}

/** What decides which option replaces which: -Xmx, -XX:Name, -Dname; everything else stands for itself. */
function nameOf(option: string): string {
  return (
    /^(?:-X(?:ms|mx|mn|ss)|-XX:[+-]?\w+|-D[^=]+)/.exec(option)?.[0].replace(/^-XX:[+-]/, '-XX:') ?? option
  );
}

function effective(options: readonly string[]): Map<string, string> {
  return new Map(
    options.filter((option) => option.startsWith('-')).map((option) => [nameOf(option), option]),
  );
}
