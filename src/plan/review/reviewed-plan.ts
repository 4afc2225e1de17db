import { ExitCode, RmqctlError } from '../../errors.ts';
import type { FileDiff, StepEvent } from '../../model/events.ts';
import { sha256 } from '../../std/hash.ts';
import { isRecord } from '../../std/record.ts';

/**
 * A plan as a file: what a person reviews, and what `deploy` holds the hosts against before it runs. It names steps and their
 * digests; it holds no script and no secret. What runs is planned anew, and only when it is the same to the last byte - so
 * nobody can bring a host to run something by writing such a file.
 */
export interface ReviewedPlan {
  readonly format: typeof FORMAT;
  readonly formatVersion: typeof FORMAT_VERSION;
  /** `rmqctl --version` of the run that made it */
  readonly rmqctl: string;
  /** when it was made, ISO 8601 */
  readonly made: string;
  readonly cluster: string;
  /** of RocketMQ */
  readonly version: string;
  readonly inventory: {
    /** relative to the plan's own file, with `/`; "-" is standard input */
    readonly path: string;
    /** of its text */
    readonly sha256: string;
  };
  /** options that decide what is planned */
  readonly options: { readonly limit: readonly string[]; readonly timeout?: number | undefined };
  readonly hosts: readonly string[];
  /** of the digests; hexadecimal digits */
  readonly salt: string;
  /** digest of no text: differs when a secret does */
  readonly secrets: string;
  readonly steps: readonly ReviewedStep[];
}

export interface ReviewedStep extends Pick<
  StepEvent,
  'host' | 'instance' | 'resource' | 'action' | 'summary'
> {
  readonly diff?: FileDiff | undefined;
  /** of all that the step is (keyed-digest.ts) */
  readonly digest: string;
}

const FORMAT = 'rmqctl-plan';
const FORMAT_VERSION = 1;
/** True if a text is meant to be a plan's file, whole or not; an inventory has no such key. */
const BEGINNING = /^\uFEFF?\s*\{\s*"format"\s*:\s*"rmqctl-plan"/;

/** The plan's file: JSON that a person can read, with a checksum over all of it. */
export function planText(plan: Omit<ReviewedPlan, 'format' | 'formatVersion'>): string {
  const whole = { format: FORMAT, formatVersion: FORMAT_VERSION, ...plan };
  return `${JSON.stringify({ ...whole, checksum: sha256(JSON.stringify(whole)) }, null, 2)}\n`;
}

/**
 * A plan's file as data.
 * @returns undefined where the text is something else, such as an inventory
 * @throws RmqctlError PLAN_DAMAGED or PLAN_OUT_OF_DATE (exit 8)
 */
export function readPlan(text: string, file: string): ReviewedPlan | undefined {
  if (!BEGINNING.test(text)) return undefined;
  const value = parse(text, file);
  if (value['formatVersion'] !== FORMAT_VERSION)
    throw outOfDate(
      file,
      `it has format ${String(value['formatVersion'])}, this rmqctl has ${FORMAT_VERSION}`,
    );
  const { checksum, ...whole } = value;
  if (checksum !== sha256(JSON.stringify(whole)))
    throw damaged(file, 'its checksum does not fit what it says');
  if (!isPlan(whole)) throw damaged(file, 'something is missing in it');
  return whole;
}

function parse(text: string, file: string): Record<string, unknown> {
  try {
    const value: Record<string, unknown> = JSON.parse(text.replace(/^\uFEFF/, ''));
    return value;
  } catch {
    throw damaged(file, 'it is no whole JSON document');
  }
}

/** True if a value has what is relied on: a checksum can be made by hand too. */
function isPlan(value: object): value is ReviewedPlan {
  const { rmqctl, inventory, options, salt, steps } = { ...value } as Partial<Record<string, unknown>>;
  return (
    typeof rmqctl === 'string' &&
    typeof salt === 'string' &&
    hasTexts(inventory, 'path', 'sha256') &&
    isRecord(options) &&
    Array.isArray(options['limit']) &&
    Array.isArray(steps) &&
    steps.every((step) => hasTexts(step, 'host', 'resource', 'action', 'digest'))
  );
}

function hasTexts(value: unknown, ...keys: readonly string[]): boolean {
  return isRecord(value) && keys.every((key) => typeof value[key] === 'string');
}

function damaged(file: string, what: string): RmqctlError {
  return new RmqctlError('PLAN_DAMAGED', `${file} is not as rmqctl wrote it: ${what}`, {
    hint: 'a reviewed plan cannot be edited: make a new one with `rmqctl plan INVENTORY -o FILE`',
    exit: ExitCode.drift,
  });
}

/** What has changed since a plan was made. */
export function outOfDate(file: string, what: string): RmqctlError {
  return new RmqctlError('PLAN_OUT_OF_DATE', `${file} is out of date, nothing was changed: ${what}`, {
    hint: 'make a new plan with `rmqctl plan INVENTORY -o FILE`, and have it reviewed',
    exit: ExitCode.drift,
  });
}

/** Departures from the reviewed plan that are shown. */
const SHOWN = 10;

const nameOf = ({ host, resource }: ReviewedStep): string => `${host} ${resource}`;

/**
 * How the steps that would run now depart from those that were reviewed; empty when they are the same. Pure.
 * @returns a line each, for people
 */
export function planDiff(reviewed: readonly ReviewedStep[], now: readonly ReviewedStep[]): string[] {
  const before = new Map(reviewed.map((step) => [nameOf(step), step]));
  const after = new Map(now.map((step) => [nameOf(step), step]));
  return [
    ...now.flatMap((step) => {
      const known = before.get(nameOf(step));
      if (known === undefined) return [`${nameOf(step)}: ${step.action} is needed, which was not reviewed`];
      const what = changeOf(known, step);
      return what === undefined ? [] : [`${nameOf(step)}: ${what}`];
    }),
    ...reviewed.flatMap((step) =>
      after.has(nameOf(step))
        ? []
        : [`${nameOf(step)}: ${step.action} was reviewed, and is not needed any more`],
    ),
  ];
}

function changeOf(known: ReviewedStep, step: ReviewedStep): string | undefined {
  if (known.action !== step.action) return `${known.action} was reviewed, ${step.action} is needed`;
  if (known.digest !== step.digest) return `${step.action} would not be what was reviewed`;
  // what was shown belongs to it: the digest is of what is, and the file's own words could be others
  const same = known.summary === step.summary && JSON.stringify(known.diff) === JSON.stringify(step.diff);
  return same ? undefined : `${step.action} is described in other words`;
}

/** The departures as one text of bounded length. */
export function planDiffText(all: readonly string[]): string {
  const more = all.length > SHOWN ? [`and ${all.length - SHOWN} more`] : [];
  return ['the hosts are not as they were', ...all.slice(0, SHOWN), ...more].join('\n');
}
