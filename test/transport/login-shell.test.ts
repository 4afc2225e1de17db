import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../../src/transport/login-shell.ts';

const WORDS = [
  `it's $HOME \`x\`; "*" a=b`,
  'back\\slash',
  'two\\\\slashes',
  'ends in \\',
  'line\nbreak',
  'bang!word',
  "all ' of \\ them\n!",
  '\\0041',
  'ü',
  '',
  '~',
];

const SHELLS = ['sh', 'bash', 'dash', 'ksh', 'zsh', 'fish', 'tcsh', 'csh'].filter((shell) => {
  try {
    execFileSync(shell, ['-c', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

describe.each(SHELLS)('as %s -c takes it apart', (shell) => {
  test.each(WORDS)('%j stays whole', (word) => {
    const output = execFileSync(shell, ['-c', commandLine(['printf', '<%s>', word, 'next'])], {
      encoding: 'utf8',
    });
    expect(output).toBe(`<${word}><next>`);
  });
});

test('what needs no care is plain', () => {
  expect(commandLine(['sudo', '-k', '-S', '-p', '', '-H', '--', 'sh'])).toBe("sudo -k -S -p '' -H -- sh");
});

test('nothing that csh or fish would touch is left in the line', () => {
  expect(commandLine(['x', WORDS.join('')])).toMatch(/^sh -c 'eval "\$\(printf %b "\$0"\)"' '[^'!\n]*'$/);
});
