import { run, type Result } from '../bed/run.ts';

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Seconds that `work` takes. @throws Error when it says that it failed: a failed run has no time */
export async function seconds(work: () => Promise<Result>): Promise<number> {
  const began = performance.now();
  const { code, stdout, stderr } = await work();
  const took = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`exit code ${code}: ${stdout.slice(-2000)}${stderr.slice(-2000)}`);
  return took;
}

/** Two things measured in turn, A B A B ..., so that both see the same moods of the machine. */
export async function inTurn(
  rounds: number,
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<{ a: number[]; b: number[] }> {
  const times = { a: [] as number[], b: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.a.push(await a());
    times.b.push(await b());
  }
  return times;
}

/** One line: medians, their ratio, the bar, and every time. */
export function report(
  what: string,
  times: { a: readonly number[]; b: readonly number[] },
  bar: number,
): string {
  const list = (values: readonly number[]) => values.map((value) => value.toFixed(2)).join(' ');
  const ratio = median(times.a) / median(times.b);
  const verdict = ratio <= bar ? 'within' : 'OVER';
  const medians = `${median(times.a).toFixed(2)} s against ${median(times.b).toFixed(2)} s`;
  return `${what}: ${ratio.toFixed(2)} times (${verdict} the bar of ${bar}): ${medians}; ${list(times.a)} | ${list(times.b)}`;
}

/** Runs a shell command line; its output is kept for the error. */
export function shell(line: string, env: Readonly<Record<string, string>> = {}): Promise<Result> {
  return run(['bash', '-c', line], { env: { ...process.env, ...env }, timeout: 300_000 });
}
