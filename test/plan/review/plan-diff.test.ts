import { describe, expect, test } from 'vitest';
import { planDiff, planDiffText, type ReviewedStep } from '../../../src/plan/review/reviewed-plan.ts';

const step = (over: Partial<ReviewedStep> = {}): ReviewedStep => ({
  host: 'node1',
  resource: 'file:/etc/hosts',
  action: 'update',
  summary: '6 lines in /etc/hosts',
  digest: 'd1',
  ...over,
});
const other = step({ host: 'node2', digest: 'd2' });

describe('how a plan departs from the reviewed one', () => {
  test.each<[string, ReviewedStep[], ReviewedStep[], string[]]>([
    ['not at all', [step(), other], [step(), other], []],
    ['nor in another order', [step(), other], [other, step()], []],
    [
      'a step more',
      [step()],
      [step(), other],
      ['node2 file:/etc/hosts: update is needed, which was not reviewed'],
    ],
    [
      'a step less',
      [step(), other],
      [step()],
      ['node2 file:/etc/hosts: update was reviewed, and is not needed any more'],
    ],
    [
      'another action',
      [step({ action: 'create' })],
      [step()],
      ['node1 file:/etc/hosts: create was reviewed, update is needed'],
    ],
    [
      'another content',
      [step()],
      [step({ digest: 'd9' })],
      ['node1 file:/etc/hosts: update would not be what was reviewed'],
    ],
    [
      'other words for the same',
      [step()],
      [step({ summary: 'something else' })],
      ['node1 file:/etc/hosts: update is described in other words'],
    ],
    [
      'another diff for the same',
      [step({ diff: { path: '/etc/hosts', before: 'a', after: 'b' } })],
      [step({ diff: { path: '/etc/hosts', before: 'a', after: 'c' } })],
      ['node1 file:/etc/hosts: update is described in other words'],
    ],
    [
      'the same thing of another host is another',
      [step()],
      [other],
      [
        'node2 file:/etc/hosts: update is needed, which was not reviewed',
        'node1 file:/etc/hosts: update was reviewed, and is not needed any more',
      ],
    ],
    ['an empty plan of an empty one', [], [], []],
  ])('%s', (_name, reviewed, now, lines) => expect(planDiff(reviewed, now)).toEqual(lines));

  test.each([
    [1, 2],
    [10, 11],
    [11, 12],
    [40, 12],
  ])('%i departures are told in %i lines', (count, expected) => {
    const all = Array.from({ length: count }, (_, index) => `n${index} x: y`);
    const text = planDiffText(all);
    expect(text.split('\n')).toHaveLength(expected);
    expect(text.endsWith(count > 10 ? `and ${count - 10} more` : all.at(-1)!)).toBe(true);
  });
});
