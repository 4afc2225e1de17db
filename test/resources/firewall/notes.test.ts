import { describe, expect, test } from 'vitest';
import { disabledNote, noteOf, parseNotes, type Noted } from '../../../src/resources/firewall/notes.ts';

const opening = (over: Partial<Noted> = {}): Noted => ({
  firewall: 'firewalld',
  cluster: 'shop',
  zone: 'public',
  port: 9876,
  ...over,
});

describe('notes of what was done to a firewall', () => {
  test.each([
    ['an opening to everybody', opening(), 'firewalld open shop public 9876'],
    ['an opening to some', opening({ source: '10.0.0.0/16' }), 'firewalld open shop public 9876 10.0.0.0/16'],
    ['of another firewall', opening({ firewall: 'ufw' }), 'ufw open shop public 9876'],
  ])('%s is written and read back', (_name, noted, line) => {
    expect(noteOf(noted)).toBe(line);
    expect(parseNotes(line, noted.firewall).notes.opened).toEqual([noted]);
  });

  test.each([
    [true, true, 'firewalld disabled running enabled'],
    [true, false, 'firewalld disabled running unenabled'],
    [false, true, 'firewalld disabled stopped enabled'],
    [false, false, 'firewalld disabled stopped unenabled'],
  ])('stopped, when it was running: %s, enabled: %s', (running, enabled, line) => {
    expect(disabledNote('firewalld', { running, enabled })).toBe(line);
    expect(parseNotes(`${line}\n`, 'firewalld').notes.disabled).toEqual({ line, running, enabled });
  });

  test('what follows the notes is left to be read by others', () => {
    const lines = ['firewalld open a public 1', 'firewalld open b public 2', 'state running', 'zone public'];
    const { notes, rest } = parseNotes(lines.join('\n'), 'firewalld');
    expect(notes.opened.map(({ cluster, port }) => [cluster, port])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(rest).toBe('state running\nzone public');
  });

  test('those of another firewall are not its own', () => {
    expect(parseNotes('ufw open a public 1\nx', 'firewalld')).toEqual({
      notes: { opened: [], disabled: undefined },
      rest: 'ufw open a public 1\nx',
    });
  });

  test.each(['firewalld open shop public', 'firewalld', 'firewalld what shop public 1'])(
    'a line that is none of these opens nothing: %s',
    (line) => expect(parseNotes(line, 'firewalld').notes.opened).toEqual([]),
  );
});
