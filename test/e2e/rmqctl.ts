import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type {
  CheckEvent,
  DiagnosticEvent,
  RmqctlEvent,
  StepEvent,
  SummaryEvent,
} from '../../src/model/events.ts';
import type { Fleet } from '../bed/hosts.ts';
import type { Result, RunOptions } from '../bed/run.ts';

/** The program under test: this checkout's build, or the one that RMQCTL_BIN names. */
export const BIN =
  process.env['RMQCTL_BIN'] ?? fileURLToPath(new URL('../../bin/rmqctl.js', import.meta.url));

/** The release that these tests deploy. */
export const VERSION = '4.9.4';

/** A run of rmqctl, its events sorted by kind. */
export interface Outcome extends Result {
  /** without those that have nothing to do, which --verbose tells too */
  readonly steps: readonly StepEvent[];
  readonly checks: readonly CheckEvent[];
  readonly diagnostics: readonly DiagnosticEvent[];
  readonly summary: SummaryEvent;
}

/** How a run goes; `bin`: of another build than the one under test. */
export type RmqctlOptions = RunOptions & { readonly bin?: string };

/**
 * Runs rmqctl with --json where it can reach the fleet's hosts.
 * @throws Error when standard output is not one JSON object a line with the summary as the last
 */
export async function rmqctl(
  fleet: Fleet,
  args: readonly string[],
  { bin = BIN, ...options }: RmqctlOptions = {},
): Promise<Outcome> {
  return outcomeOf(
    await fleet.control([process.execPath, bin, ...args, '--json'], { timeout: 180_000, ...options }),
  );
}

/** What a run with --json said. */
export function outcomeOf(result: Result): Outcome {
  const events = result.stdout.trimEnd().split('\n').map(parseEvent);
  const summary = events.at(-1);
  if (summary?.event !== 'summary') throw new Error(`no summary: ${result.stdout}${result.stderr}`);
  const of = <K extends RmqctlEvent['event']>(kind: K) =>
    events.filter((event): event is Extract<RmqctlEvent, { event: K }> => event.event === kind);
  const steps = of('step').filter(({ action }) => action !== 'none');
  return { ...result, summary, steps, checks: of('check'), diagnostics: of('diagnostic') };
}

function parseEvent(line: string): RmqctlEvent {
  try {
    const event: RmqctlEvent = JSON.parse(line);
    return event;
  } catch {
    throw new Error(`not a JSON event: ${line}`);
  }
}

/** A step as "host resource action", for comparisons that a reader can follow. */
export function named({ host, resource, action }: StepEvent): string {
  return `${host} ${resource} ${action}`;
}

/** All that a run complained of, for the message of a failed expectation. */
export function complaints({ code, steps, checks, diagnostics, stderr }: Outcome): string {
  const bad = [
    ...diagnostics.filter(({ severity }) => severity === 'error'),
    ...steps.filter(({ status }) => status === 'failed' || status === 'blocked'),
    ...checks.filter(({ status }) => status === 'fail'),
  ];
  return [`exit code ${code}`, ...bad.map((event) => JSON.stringify(event)), stderr].join('\n');
}

/** A run that has not ended yet. */
export interface Running {
  readonly process: ChildProcess;
  /** settles when it has ended, however it did */
  readonly result: Promise<Result>;
  /** settles when standard output holds such a text; rejects when the run ends before */
  said(pattern: RegExp): Promise<void>;
}

/** Starts rmqctl with --json --verbose and does not wait for its end; signals sent to the process reach rmqctl itself. */
export function startRmqctl(fleet: Fleet, args: readonly string[]): Running {
  const child = fleet.spawn([process.execPath, BIN, '--json', '--verbose', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const heard = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  child.stdout!.on('data', (chunk: Buffer) => {
    heard.stdout += chunk.toString();
    for (const listener of listeners) listener();
  });
  child.stderr!.on('data', (chunk: Buffer) => (heard.stderr += chunk.toString()));
  const result = new Promise<Result>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ ...heard, code: code ?? (signal === 'SIGKILL' ? 137 : 1) }),
    );
  });
  const said = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!pattern.test(heard.stdout)) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
      result.then(
        () => reject(new Error(`ended without ${pattern}: ${heard.stdout}${heard.stderr}`)),
        reject,
      );
    });
  return { process: child, result, said };
}
