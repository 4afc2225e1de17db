import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registry } from '../../src/commands/registry.ts';
import { rmqctl } from './helpers.ts';

/** Completion asked of the shells themselves, where they are installed. */

const directory = mkdtempSync(join(tmpdir(), 'rmqctl-completion-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const installed = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

/** What a shell offers for the last of the words. */
type Offer = (words: readonly string[], script: string) => readonly string[];

const lines = (text: string): string[] => text.split('\n').filter(Boolean);

const inBash: Offer = (words, script) => {
  const line = words.map((word) => `'${word}'`).join(' ');
  const tail = `COMP_WORDS=(rmqctl ${line}); COMP_CWORD=${words.length}; _rmqctl; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', `${script}\n${tail}`], {
    encoding: 'utf8',
    cwd: directory,
  });
  expect(stderr).toBe('');
  return lines(stdout);
};

const inFish: Offer = (words, script) => {
  const line = `rmqctl ${words.join(' ')}`;
  const { stdout, stderr } = spawnSync(
    'fish',
    ['--no-config', '-c', `${script}\ncomplete -C ${JSON.stringify(line)}`],
    {
      encoding: 'utf8',
      cwd: directory,
      env: { ...process.env, HOME: directory },
    },
  );
  expect(stderr).toBe('');
  return lines(stdout).map((found) => found.split('\t')[0]!);
};

/**
 * zsh completes only where it edits a line, so an interactive zsh gets a terminal (zpty) and the words followed by a tab. In it compadd
 * writes what it was given down before it does its work: that is what is offered.
 */
const inZsh: Offer = (words, script) => {
  writeFileSync(join(directory, '_rmqctl'), script);
  writeFileSync(
    join(directory, 'rc.zsh'),
    `PS1= LISTMAX=1000; autoload -Uz compinit; compinit -u -D; source ${directory}/_rmqctl
compadd() {
  # -O, -A, -D: the caller asks for the matches, nothing is offered
  if [[ " \${(j: :)@[1,(i)--]} " == *' -'[a-zA-Z]#[OAD]' '* ]]; then builtin compadd "$@"; return; fi
  local -a hits; builtin compadd -O hits "$@"
  print -rl -- $hits >>${directory}/offered
  builtin compadd "$@"
}
done-with() { print -n >${directory}/done }; zle -N done-with; bindkey '^X' done-with
bindkey '^I' complete-word
print -n >${directory}/ready
`,
  );
  const driver = `setopt extendedglob
zmodload zsh/zpty; cd ${directory}; rm -f offered done ready; : >offered
zpty z zsh -f -i; zpty -w z 'setopt extendedglob; cd ${directory}; source rc.zsh'
for i in {1..600}; do [[ -e ready ]] && break; zpty -rt z out; sleep 0.05; done
zpty -n -w z $'rmqctl ${words.join(' ')}\\t\\x18'
for i in {1..600}; do [[ -e done ]] && break; zpty -rt z out; sleep 0.05; done
[[ -e done ]] || exit 1; zpty -d z; cat offered`;
  const { status, stdout, stderr } = spawnSync('zsh', ['-f', '-c', driver], {
    encoding: 'utf8',
    env: { ...process.env, HOME: directory, TERM: 'dumb' },
    timeout: 60_000,
  });
  expect([status, stderr]).toEqual([0, '']);
  return lines(stdout);
};

const SHELLS: readonly (readonly [string, Offer])[] = [
  ['bash', inBash],
  ['zsh', inZsh],
  ['fish', inFish],
];

describe.each(SHELLS)('completion in %s', (shell, offer) => {
  const state = { script: '' };
  beforeAll(async () => {
    const { code, out } = await rmqctl(['completion', shell]);
    expect(code).toBe(0);
    state.script = out;
    for (const name of ['fleet-one.yaml', 'fleet-two.yaml']) writeFileSync(join(directory, name), '');
  });

  test('the script names every command', () => {
    for (const { name } of registry) expect(state.script).toContain(name);
  });

  describe.skipIf(!installed(shell))('asked of the shell', { timeout: 120_000 }, () => {
    const offered = (...words: string[]): string[] => [...new Set(offer(words, state.script))].sort();

    test('a command', () => expect(offered('val')).toEqual(['validate']));
    test('every command', () =>
      expect(offered('')).toEqual(expect.arrayContaining(registry.map(({ name }) => name))));
    test("an option of the command's own", () => expect(offered('schema', '--ev')).toEqual(['--events']));
    test('not one of another command', () => expect(offered('validate', '--ev')).toEqual([]));
    test('a common option', () => {
      expect(offered('validate', '--verb')).toEqual(['--verbose']);
    });
    test('choices of an option', () =>
      expect(offered('deploy', '--verify', '')).toEqual(['full', 'none', 'quick']));
    test('choices of an argument', () => expect(offered('completion', '')).toEqual(['bash', 'fish', 'zsh']));
    test('a file elsewhere', () =>
      expect(offered('validate', 'fleet-')).toEqual(['fleet-one.yaml', 'fleet-two.yaml']));
  });
});

test('the scripts quote what descriptions hold', () => {
  const script = readFileSync(new URL('../../src/commands/common-options.ts', import.meta.url), 'utf8');
  // there is an apostrophe in a summary, so the cases above have met one
  expect(script).toMatch(/summary: "[^"]*'/);
});
