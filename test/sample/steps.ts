import type { Step } from '../../src/plan/steps/plan.ts';
import { sh, type Script } from '../../src/shell/script.ts';

/** A step of a plan made by hand: its key is "HOST KIND:NAME". */
export function step(key: string, over: Partial<Step> = {}): Step {
  const [host = '', resource = ''] = key.split(' ');
  return {
    key,
    host,
    resource,
    kind: resource.split(':')[0]!,
    action: 'create',
    summary: `make ${resource}`,
    apply: sh`: ${key}`,
    needs: [],
    desired: {},
    ...over,
  };
}

/** Says what it does: to see in which order things ran. */
export function says(word: string, status = 0): Script {
  return sh`echo ${word} >>"$LOG"; [ ${status} = 0 ] || { echo ${`${word} failed`}; exit ${status}; }`;
}
