import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registry } from '../../src/commands/registry.ts';
import { rmqctl } from '../sample/world.ts';
import { shell, type Shell, type ShellName } from './shells.ts';

/** Completion asked of the shells themselves. */

const directory = mkdtempSync(join(tmpdir(), 'rmqctl-completion-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** How a shell is called; what it said, which was to be nothing but what it offers. */
type Call = (args: readonly string[], env?: Readonly<Record<string, string>>) => string;

const callOf =
  ([program, ...before]: readonly [string, ...string[]]): Call =>
  (args, env = {}) => {
    const { status, stdout, stderr } = spawnSync(program, [...before, ...args], {
      encoding: 'utf8',
      cwd: directory,
      env: { ...process.env, HOME: directory, ...env },
      timeout: 60_000,
    });
    expect([status, stderr]).toEqual([0, '']);
    return stdout;
  };

/** What a shell offers for the last of the words. */
type Offer = (call: Call, words: readonly string[], script: string) => readonly string[];

const lines = (text: string): string[] => text.split('\n').filter(Boolean);

const inBash: Offer = (call, words, script) => {
  const line = words.map((word) => `'${word}'`).join(' ');
  const tail = `COMP_WORDS=(rmqctl ${line}); COMP_CWORD=${words.length}; _rmqctl; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return lines(call(['--norc', '-c', `${script}\n${tail}`]));
};

const inFish: Offer = (call, words, script) => {
  const line = `rmqctl ${words.join(' ')}`;
  const said = call(['--no-config', '-c', `${script}\ncomplete -C ${JSON.stringify(line)}`]);
  return lines(said).map((found) => found.split('\t')[0]!);
};

/**
 * zsh completes only where it edits a line, so an interactive zsh gets a terminal (zpty) and the words followed by a tab. In it compadd
 * writes what it was given down before it does its work: that is what is offered.
 */
const inZsh: Offer = (call, words, script) => {
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
  return lines(call(['-f', '-c', driver], { TERM: 'dumb' }));
};

const SHELLS: readonly (readonly [ShellName, Offer])[] = [
  ['bash', inBash],
  ['zsh', inZsh],
  ['fish', inFish],
];

const COMMANDS = registry.map(({ name }) => name);

/** What is asked, the words, and what is offered for the last of them. */
const ASKED: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['a command', ['val'], ['validate']],
  ['every command', [''], COMMANDS.toSorted()],
  ["an option of the command's own", ['schema', '--ev'], ['--events']],
  ['not one of another command', ['validate', '--ev'], []],
  ['a common option', ['validate', '--verb'], ['--verbose']],
  ['choices of an option', ['deploy', '--verify', ''], ['full', 'none', 'quick']],
  ['choices of an argument', ['completion', ''], ['bash', 'fish', 'zsh']],
  ['a file elsewhere', ['validate', 'fleet-'], ['fleet-one.yaml', 'fleet-two.yaml']],
];

describe.each(SHELLS)('completion in %s', { timeout: 120_000 }, (name, offer) => {
  const state: { script: string; shell: Shell } = { script: '', shell: { missing: '' } };
  beforeAll(async () => {
    state.shell = shell(name);
    const { code, out } = await rmqctl(['completion', name]);
    expect(code).toBe(0);
    state.script = out;
    for (const file of ['fleet-one.yaml', 'fleet-two.yaml']) writeFileSync(join(directory, file), '');
  }, 300_000);

  test('the script names every command', () => {
    for (const command of COMMANDS) expect(state.script).toContain(command);
  });

  test.for(ASKED)('%s', ([, words, expected], { skip }) => {
    if ('missing' in state.shell) {
      skip(state.shell.missing);
      return;
    }
    const offered = offer(callOf(state.shell.argv), words, state.script);
    const found = [...new Set(offered)].sort();
    expect(found).toEqual(expected);
  });
});

test('the scripts quote what descriptions hold', () => {
  const script = readFileSync(new URL('../../src/commands/frame/common-options.ts', import.meta.url), 'utf8');
  // there is an apostrophe in a summary, so the cases above have met one
  expect(script).toMatch(/summary: "[^"]*'/);
});
