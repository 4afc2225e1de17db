import { recogniseCause, type Cause } from '../../rocketmq/causes.ts';
import type { Failure } from '../resource.ts';
import type { Service } from './state.ts';

/** What a failed start says, from the gate's output (hosts/readiness.ts). */
export function explainStart(output: string, desired: Service): Failure {
  const [verdict = '', ...rest] = output.trimEnd().split('\n');
  const log = rest.filter((line) => line.trim() !== '');
  const cause = recogniseCause(log);
  const because = cause === undefined ? '' : `: ${cause.cause}`;
  const told = lastLines(log, cause);
  if (verdict === 'died' || verdict === 'hopeless') {
    const what = verdict === 'died' ? 'died while starting' : 'cannot start, and was stopped';
    return {
      summary: `${desired.instance} ${what}${because}`,
      hint: cause?.hint ?? `look at ${desired.ready.console} on the host`,
      log: told,
    };
  }
  if (verdict.startsWith('late: ')) {
    return {
      summary: `${desired.instance} was not ready within ${desired.timeout} s: ${verdict.slice(6)} is missing${because}`,
      hint:
        cause?.hint ?? 'it goes on starting; run again to wait further, or give it more time with --timeout',
      log: told,
    };
  }
  const what = verdict.includes('did not end within') ? 'stop' : 'start';
  return { summary: `could not ${what} ${desired.instance}: ${verdict}`, log };
}

/** How many lines are told of a failed start. */
const TOLD = 20;

/** The last lines without stack frames; the one that gives the cause is among them, however much was logged after it. */
function lastLines(log: readonly string[], cause: Cause | undefined): string[] {
  const words = log.filter((line) => !/^\s+(at |\.{3} \d+ more)/.test(line));
  const last = words.slice(-TOLD);
  const telling = words.find((line) => cause !== undefined && recogniseCause([line])?.cause === cause.cause);
  return telling === undefined || last.includes(telling) ? last : [telling, ...last.slice(1)];
}
