import { RmqctlError } from '../../errors.ts';
import type { ReleaseHooks } from '../release.ts';

export interface MvnOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly hooks: ReleaseHooks;
  /** what is being got, in a few words, for messages */
  readonly purpose: string;
}

/** "Downloaded from central: <url> (57 kB at 1.2 MB/s)", as Maven 3 and 4 print it in batch mode */
const DOWNLOADED = /Downloaded from \S+: \S+ \(([\d.]+) ([kMG]?)B\b/;
/** The repository answered that it has none, now or when it was asked before. */
const NOT_THERE = /Could not find artifact (\S+)|(\S+) was not found in/;

const UNIT: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9 };

/** What a shell ends with when there is no such command. */
const NO_SUCH_COMMAND = 127;

/**
 * Runs the `mvn` of PATH in batch mode, counting the bytes that it says it downloaded.
 * @throws RmqctlError MAVEN_MISSING where there is no mvn; MAVEN_FAILED with mvn's first error line
 */
export async function mvn(args: readonly string[], options: MvnOptions): Promise<void> {
  const { hooks, purpose, cwd, env } = options;
  // loaded here: a run that has its release in the cache needs no local process
  const { $ } = await import('zx');
  const run = $({ cwd, env: { ...env }, nothrow: true, quiet: true });
  hooks.progress({ stage: purpose });
  const output: string[] = [];
  let bytes = 0;
  const child = run`mvn --batch-mode ${args} 2>&1`;
  // zx ends the whole tree: the shell, mvn, and the Java that mvn starts
  const end = (): void => void child.kill();
  hooks.signal?.addEventListener('abort', end, { once: true });
  for await (const line of child) {
    const got = DOWNLOADED.exec(line);
    if (got === null) output.push(line);
    else hooks.progress({ stage: purpose, bytes: (bytes += sizeIn(got)) });
  }
  const { exitCode, signal } = await child;
  hooks.signal?.removeEventListener('abort', end);
  hooks.signal?.throwIfAborted();
  if (exitCode === NO_SUCH_COMMAND) {
    throw new RmqctlError('MAVEN_MISSING', `${purpose}: there is no mvn on the PATH of this machine`, {
      hint: 'Install Maven (3.6 or later) and a JDK here, or name an archive in the inventory.',
    });
  }
  if (exitCode !== 0) throw failed(purpose, output, exitCode ?? signal);
}

function sizeIn(match: RegExpExecArray): number {
  return Math.round(Number(match[1]) * (UNIT[match[2] ?? ''] ?? 1));
}

function failed(purpose: string, output: readonly string[], code: number | string | null): RmqctlError {
  const line = output.find((each) => each.includes('ERROR')) ?? output.findLast((each) => each.trim() !== '');
  const missing = NOT_THERE.exec(line ?? '');
  if (missing !== null) return notThere(purpose, missing[1] ?? missing[2] ?? 'such artifact');
  const said = line?.replace(/^\[ERROR\]\s*/, '').slice(0, 300) ?? 'nothing';
  return new RmqctlError('MAVEN_FAILED', `${purpose}: mvn ended with ${code} and said: ${said}`, {
    hint: 'Maven needs a repository: the network, or a mirror in ~/.m2/settings.xml.',
  });
}

/** Central's own list of rocketmq-broker (maven-metadata.xml) has gaps: no 4.9.6, 4.9.8 and 5.1.2. */
function notThere(purpose: string, artifact: string): RmqctlError {
  return new RmqctlError('MAVEN_FAILED', `${purpose}: there is no ${artifact}`, {
    hint: 'Check the version. Maven Central lacks some (4.9.6, 4.9.8, 5.1.2): they need the archive from Apache.',
  });
}
