import type { Step } from '../../src/plan/steps/plan.ts';
import { parseId } from '../../src/model/resource-address.ts';
import { sh, type Script } from '../../src/shell/script.ts';

/** A step of a plan made by hand: its key is "HOST KIND:NAME". */
export function step(key: string, over: Partial<Step> = {}): Step {
  const [host = '', id = ''] = key.split(' ');
  return {
    host,
    ...parseId(id),
    action: 'create',
    summary: `make ${id}`,
    apply: sh`: ${key}`,
    needs: [],
    subject: {},
    ...over,
  };
}

/** Says what it does: to see in which order things ran. */
export function says(word: string, status = 0): Script {
  return sh`echo ${word} >>"$LOG"; [ ${status} = 0 ] || { echo ${`${word} failed`}; exit ${status}; }`;
}
