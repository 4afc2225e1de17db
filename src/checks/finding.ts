import type { CheckEvent } from '../model/events.ts';

/** A finding of an earlier check that would explain a later one. */
export interface Blame {
  /** a check's id */
  readonly check: string;
  /** an instance's or a host's name, or one that a finding has besides */
  readonly of: string;
}

/** That findings of these checks of an instance or host would explain a later one. */
export function blame(of: string, ...checks: readonly string[]): Blame[] {
  return checks.map((check) => ({ check, of }));
}

/** A verdict on one subject; the caller adds the check that it answers. */
export interface Judgement extends Omit<CheckEvent, 'event' | 'check'> {
  /** what would explain it, were that wrong as well */
  readonly follows?: readonly Blame[] | undefined;
  /** further names that `of` of a Blame may use: "h1>namesrv-h2" */
  readonly also?: readonly string[] | undefined;
  /** what `values` sums up: milliseconds of each message */
  readonly samples?: readonly number[] | undefined;
  /** it does not come right without a repair, whatever its check says */
  readonly lasting?: boolean | undefined;
  /** it would be explained by a slave that was just started and has not reported to its master yet */
  readonly awaitsSlave?: boolean | undefined;
}

/** The verdict of a check on one subject, before a deployment or after it. */
export interface Finding extends Judgement {
  /** the check's id */
  readonly check: string;
}

export function pass(detail: string, instance?: string): Judgement {
  return { status: 'pass', detail, instance };
}

export function warn(detail: string, hint: string, instance?: string): Judgement {
  return { status: 'warn', detail, hint, instance };
}

export function fail(detail: string, hint: string, instance?: string): Judgement {
  return { status: 'fail', detail, hint, instance };
}

/** The part of a finding that is reported. */
export function checkEvent(finding: Finding): CheckEvent {
  const { check, host, instance, status, detail, hint, evidence, values } = finding;
  return { event: 'check', check, host, instance, status, detail, hint, evidence, values };
}
