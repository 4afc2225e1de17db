import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { outOfDate, planText, readPlan, type ReviewedPlan } from '../../../src/plan/review/reviewed-plan.ts';

const PLAN: Omit<ReviewedPlan, 'format' | 'formatVersion'> = {
  rmqctl: '0.1.0',
  made: '2026-11-22T07:00:00.000Z',
  cluster: 'shop',
  version: '4.9.8',
  inventory: { path: '../shop.yaml', sha256: 'ab' },
  options: { limit: ['node1'] },
  hosts: ['node1', 'node2'],
  salt: '0011',
  secrets: 'ff',
  steps: [{ host: 'node1', resource: 'file:/x', action: 'create', summary: 'write /x', digest: 'd1' }],
};
const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({
    code,
    exit: 8,
    message: expect.stringMatching(message),
    hint: expect.any(String),
  });

/** The file of a plan that says something else, with a checksum made for it by hand. */
function forged(change: (plan: Record<string, unknown>) => void): string {
  const { checksum: _old, ...plan }: Record<string, unknown> = JSON.parse(planText(PLAN));
  change(plan);
  const checksum = createHash('sha256').update(JSON.stringify(plan)).digest('hex');
  return JSON.stringify({ ...plan, checksum });
}

describe('the file of a reviewed plan', () => {
  test('is read as it was written', () => {
    expect(readPlan(planText(PLAN), 'plan.json')).toEqual({
      format: 'rmqctl-plan',
      formatVersion: 1,
      ...PLAN,
    });
  });

  test.each([
    ['with a mark of Windows before it', `\uFEFF${planText(PLAN)}`],
    ['with other blanks', JSON.stringify(JSON.parse(planText(PLAN)))],
    ['with other line breaks', planText(PLAN).replaceAll('\n', '\r\n')],
  ])('%s it is the same', (_name, text) => expect(readPlan(text, 'plan.json')).toMatchObject(PLAN));

  test.each([
    ['an inventory', 'cluster: shop\nversion: 4.9.8\n'],
    ['JSON of somebody else', '{ "cluster": "shop" }'],
    ['nothing', ''],
    ['a plan of another tool', '{ "format": "terraform-plan" }'],
  ])('%s is no plan', (_name, text) => expect(readPlan(text, 'x')).toBeUndefined());

  test.each<[string, string, RegExp]>([
    [
      'cut off',
      planText(PLAN).slice(0, -20),
      /^plan\.json is not as rmqctl wrote it: it is no whole JSON document$/,
    ],
    ['edited', planText(PLAN).replace('"create"', '"delete"'), /its checksum does not fit what it says$/],
    [
      'with a step taken out',
      planText({ ...PLAN, steps: [] }).replace(/"checksum": "\w+"/, '"checksum": "00"'),
      /checksum/,
    ],
    ['without a checksum', planText(PLAN).replace(/,\s*"checksum": "\w+"/, ''), /checksum/],
  ])('%s it is refused', (_name, text, message) =>
    expect(() => readPlan(text, 'plan.json')).toThrow(refusal('PLAN_DAMAGED', message)),
  );

  test.each<[string, (plan: Record<string, unknown>) => void]>([
    ['no rmqctl', (plan) => delete plan['rmqctl']],
    ['no salt', (plan) => (plan['salt'] = 7)],
    ['no inventory', (plan) => (plan['inventory'] = null)],
    ['an inventory without its digest', (plan) => (plan['inventory'] = { path: 'x' })],
    ['no options', (plan) => delete plan['options']],
    ['a limit that is no list', (plan) => (plan['options'] = { limit: 'node1' })],
    ['steps that are no list', (plan) => (plan['steps'] = {})],
    ['a step without a digest', (plan) => (plan['steps'] = [{ host: 'a', resource: 'b', action: 'c' }])],
    ['a step that is null', (plan) => (plan['steps'] = [null])],
  ])('%s, though its checksum fits: it is refused', (_name, change) =>
    expect(() => readPlan(forged(change), 'plan.json')).toThrow(
      refusal('PLAN_DAMAGED', /something is missing in it$/),
    ),
  );

  test('one of a later format is out of date, not damaged', () => {
    const text = forged((plan) => (plan['formatVersion'] = 2));
    expect(() => readPlan(text, 'plan.json')).toThrow(
      refusal(
        'PLAN_OUT_OF_DATE',
        /^plan\.json is out of date, nothing was changed: it has format 2, this rmqctl has 1$/,
      ),
    );
  });

  test('what has changed since is said, with the command that makes a new one', () => {
    expect(outOfDate('plan.json', 'x changed')).toMatchObject({
      code: 'PLAN_OUT_OF_DATE',
      hint: expect.stringContaining('rmqctl plan INVENTORY -o FILE'),
    });
  });
});
