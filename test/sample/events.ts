import type { CheckEvent, ProgressEvent, StepEvent, SummaryEvent } from '../../src/model/events.ts';

/** A file that was made on node1. */
export const stepEvent = (over: Partial<StepEvent> = {}): StepEvent => ({
  event: 'step',
  host: 'node1',
  resource: 'file:/etc/hosts',
  action: 'update',
  status: 'changed',
  ...over,
});

/** The ports of broker-a on node1, as they should be. */
export const checkEvent = (over: Partial<CheckEvent> = {}): CheckEvent => {
  const { check = 'ports', status = 'pass' } = over;
  return {
    event: 'check',
    host: 'node1',
    instance: 'broker-a',
    detail: `${check} is ${status}`,
    check,
    status,
    ...over,
  };
};

export const progressEvent = (stage: string, over: Partial<ProgressEvent> = {}): ProgressEvent => ({
  event: 'progress',
  host: 'node1',
  stage,
  ...over,
});

/** The end of a deploy that changed nothing. */
export const summary = (over: Partial<SummaryEvent> = {}): SummaryEvent => ({
  event: 'summary',
  command: 'deploy',
  ok: (over.exitCode ?? 0) === 0,
  changed: 0,
  failed: 0,
  blocked: 0,
  hosts: 2,
  passed: 0,
  checksFailed: 0,
  skipped: 0,
  seconds: 1.25,
  exitCode: 0,
  ...over,
});
