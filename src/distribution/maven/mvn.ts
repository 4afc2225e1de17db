import { createInterface } from 'node:readline';
import { RmqctlError } from '../../errors.ts';
import { NO_SUCH_PROGRAM, startLocal } from '../../shell/local-process.ts';
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

/**
 * Runs the `mvn` of PATH in batch mode, counting the bytes that it says it downloaded.
 * @throws RmqctlError MAVEN_MISSING where there is no mvn; MAVEN_FAILED with mvn's first error line
 */
export async function mvn(args: readonly string[], options: MvnOptions): Promise<void> {
  const { hooks, purpose, cwd, env } = options;
  hooks.progress({ stage: purpose });
  const mvnSaysAll = ['/bin/sh', '-c', 'exec mvn --batch-mode "$@" 2>&1', 'mvn', ...args];
  const running = await startLocal(mvnSaysAll, { cwd, env });
  running.stdin.end();
  const output: string[] = [];
  let bytes = 0;
  // the whole group: the shell, mvn, and the Java that mvn starts
  const end = (): void => running.kill();
  hooks.signal?.addEventListener('abort', end, { once: true });
  createInterface({ input: running.stdout }).on('line', (line) => {
    const got = DOWNLOADED.exec(line);
    if (got === null) output.push(line);
    else hooks.progress({ stage: purpose, bytes: (bytes += sizeIn(got)) });
  });
  const { code, signal } = await running.ended;
  hooks.signal?.removeEventListener('abort', end);
  hooks.signal?.throwIfAborted();
  if (code === NO_SUCH_PROGRAM) {
    throw new RmqctlError('MAVEN_MISSING', `${purpose}: there is no mvn on the PATH of this machine`, {
      hint: 'Install Maven (3.6 or later) and a JDK here, or name an archive in the inventory.',
    });
  }
  if (code !== 0) throw failed(purpose, output, code ?? signal);
}

function sizeIn(match: RegExpExecArray): number {
  return Math.round(Number(match[1]) * (UNIT[match[2] ?? ''] ?? 1));
}

function failed(purpose: string, output: readonly string[], code: number | string | undefined): RmqctlError {
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
