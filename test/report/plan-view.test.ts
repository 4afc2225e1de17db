import { expect, test } from 'vitest';
import type { StepEvent } from '../../src/model/events.ts';
import { planLines } from '../../src/report/plan-view.ts';
import { stepEvent } from '../sample/events.ts';
import { plain } from '../sample/streams.ts';

const step = (over: Partial<StepEvent>): StepEvent => stepEvent({ status: 'planned', ...over });

test('an empty plan, and one in which nothing changes', () => {
  expect(planLines([], plain)).toEqual(['Nothing to change']);
  expect(planLines([step({ action: 'none', status: 'unchanged' })], plain)).toEqual(['Nothing to change']);
});

test('steps stand by host, in their order, with symbols and diffs', () => {
  const steps = [
    step({ diff: { path: '/etc/hosts', before: 'a\n', after: 'b\n' } }),
    step({ host: 'node2', action: 'delete', resource: 'file:/old' }),
    step({
      action: 'restart',
      resource: 'service:broker-a',
      instance: 'broker-a',
      summary: 'its heap changes',
    }),
    step({ host: 'node2', action: 'create', resource: 'directory:/x', summary: 'one\ntwo' }),
    step({ host: 'node3', action: 'none', status: 'unchanged' }),
  ];
  expect(planLines(steps, plain)).toEqual([
    'node1',
    '  ~ update file:/etc/hosts',
    '      --- /etc/hosts',
    '      +++ /etc/hosts',
    '      @@ -1,1 +1,1 @@',
    '      -a',
    '      +b',
    '  ~ restart service:broker-a  (broker-a: its heap changes)',
    '',
    'node2',
    '  - delete file:/old',
    '  + create directory:/x  (one)',
    '      two',
    '',
    '4 to change on 2 hosts',
  ]);
});
