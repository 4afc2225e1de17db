import { describe, expect, it } from 'vitest';
import { disguises, redacted } from '../../src/redaction/redact.ts';
import { escapeXml } from '../../src/std/xml.ts';

const SECRET = `p"a\\s's<&>`;

describe('secrets in texts', () => {
  it.each([
    ['as it is', SECRET],
    ['in JSON', JSON.stringify({ key: SECRET })],
    ['in a property file', `key=${SECRET.replaceAll('\\', '\\\\')}`],
    ['in a shell word', `'${SECRET.replaceAll("'", String.raw`'\''`)}'`],
    ['in XML', `<a b="${escapeXml(SECRET)}"/>`],
  ])('%s', (_, text) => {
    const shown = redacted(text, disguises([SECRET]));
    expect(shown).toContain('[redacted]');
    expect(shown).not.toMatch(/p.{0,5}a\\+s/);
  });

  it('line by line, and the longest first', () => {
    expect(redacted('one-line two-line', disguises(['one-line\ntwo-line']))).toBe('[redacted] [redacted]');
    expect(redacted('secrets', disguises(['secr', 'secrets']))).toBe('[redacted]');
  });

  it('however deep, but neither in keys nor in words that programs look for', () => {
    const event = {
      event: 'step',
      status: 'changed',
      diff: { path: '/etc/changed', n: 1, ok: true },
      step: ['x-step'],
    };
    expect(redacted(event, disguises(['step', 'changed']))).toEqual({
      event: 'step',
      status: 'changed',
      diff: { path: '/etc/[redacted]', n: 1, ok: true },
      step: ['x-[redacted]'],
    });
  });

  it('what is too short to be one is not looked for', () => {
    expect(redacted('it is abc', disguises(['abc', '']))).toBe('it is abc');
  });
});
