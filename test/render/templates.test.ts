import { describe, expect, it } from 'vitest';
import { renderTemplate } from '../../src/render/templates.ts';

const UNIT = { description: 'd', user: 'u', group: 'g', startScript: '/s', limits: true };

describe('rendering a template', () => {
  it('inserts values as they are, without HTML escapes', () => {
    expect(renderTemplate('common/unit.service', { ...UNIT, description: `a=b & "c" <d>` })).toContain(
      'Description=a=b & "c" <d>\n',
    );
  });

  it('obeys a condition', () => {
    expect(renderTemplate('common/unit.service', UNIT)).toContain('LimitNOFILE');
    expect(renderTemplate('common/unit.service', { ...UNIT, limits: false })).not.toContain('Limit');
  });

  it.each<[string, string, Record<string, unknown>, RegExp]>([
    ['a missing value', 'common/unit.service', { ...UNIT, user: undefined }, /user/],
    [
      'a missing condition',
      'common/unit.service',
      { description: 'd', user: 'u', group: 'g', startScript: '/s' },
      /if/,
    ],
    [
      'a missing list',
      'broker/runbroker.sh',
      { quotedJavaHome: '/j', quotedHeap: '-Xmx1g', gcLogOption: '-x' },
      /each/,
    ],
    ['a number', 'common/unit.service', { ...UNIT, user: 1000 }, /user is not text/],
    ['a number in a list', 'broker/runbroker.sh', { quotedOptions: ['a', 1] }, /quotedOptions is not text/],
    ['a blank at the end of a line', 'common/unit.service', { ...UNIT, user: 'u ' }, /blanks at the end/],
    ['a carriage return', 'common/unit.service', { ...UNIT, description: 'a\rb' }, /carriage return/],
    ['a template that is not there', 'common/nothing', {}, /ENOENT/],
  ])('refuses %s', (_, name, values, found) => {
    // past the compiler: what the type forbids may still come from data
    expect(() => Reflect.apply(renderTemplate, undefined, [name, values]) as unknown).toThrow(
      expect.objectContaining({ code: 'TEMPLATE_FAILED', exit: 1, message: expect.stringMatching(found) }),
    );
  });
});
