/** The examples of a page: fenced `console` blocks below a comment `<!-- run -->`, found, run, and written back. */
import { run, type RunOptions } from '../bed/run.ts';

/**
 * Where an example is run: by the tests on this machine; by `npm run docs` on real hosts, or in a fresh clone of the project by
 * a user whose home is empty.
 */
export type Ground = 'here' | 'on hosts' | 'in a clone';

const GROUNDS: Readonly<Record<string, Ground>> = { ' on hosts': 'on hosts', ' in a clone': 'in a clone' };

export interface Example {
  readonly ground: Ground;
  /** commands that are run before it and not shown: they stand in the comment */
  readonly before: string;
  /** what stands between the fences */
  readonly body: string;
}

/** How an example's commands are run. */
export type Shell = Pick<RunOptions, 'cwd' | 'env'>;

const EXAMPLE =
  /(<!-- run(?<ground> on hosts| in a clone)?(?<before>\n(?:(?!-->)[^])*?)? ?-->\n+```console\n)(?<body>[^]*?)(?<end>^```$)/gm;

const TIMEOUT = 900_000; // restarts go one by one, and the machine may be busy

/** The examples of a page, in their order. */
export function examplesOf(page: string): Example[] {
  return [...page.matchAll(EXAMPLE)].map(({ groups }) => exampleOf(groups ?? {}));
}

function exampleOf(groups: Readonly<Record<string, string | undefined>>): Example {
  const { ground = '', before = '', body = '' } = groups;
  return { ground: GROUNDS[ground] ?? 'here', before: before.trim(), body };
}

/** The page with another body for this example, found by its commands: the page may have been edited meanwhile. */
export function withBody(page: string, example: Example, body: string): string {
  return page.replaceAll(EXAMPLE, (...found) => {
    const [whole, start, ground, before, , end] = found;
    const other = exampleOf({ ground, before, body: found[4] });
    return sameCommands(other, example) ? `${start}${body}${end}` : whole;
  });
}

function sameCommands(one: Example, other: Example): boolean {
  const commands = (example: Example) => [example.ground, example.before, ...commandsOf(example)].join('\n');
  return commands(one) === commands(other);
}

/**
 * The commands of an example: lines that begin with `$ `, and lines right behind these that begin with `> ` and go on with them.
 * What a program prints may begin so as well.
 */
export function commandsOf({ body }: Example): string[] {
  const commands = body.matchAll(/^\$ (.*(?:\n> .*)*)/gm);
  return [...commands].map(([, command]) => command!.replaceAll('\n> ', '\n'));
}

/** Runs an example, each command by a bash of its own, and gives its new body: commands and all that they print. */
export async function play(example: Example, shell: Shell): Promise<string> {
  if (example.before !== '') {
    const { code, stdout, stderr } = await bash(`set -e\n${example.before}`, shell);
    if (code !== 0) throw new Error(`before an example: ${example.before}\n${stdout}${stderr}`);
  }
  const shown: string[] = [];
  let last = 0; // what `$?` is in the next command
  for (const command of commandsOf(example)) {
    const { code, stdout } = await bash(`exec 2>&1\n(exit ${last})\n${command}`, shell);
    const [first, ...more] = command.split('\n');
    shown.push(`$ ${first}`, ...more.map((line) => `> ${line}`), ...printed(stdout));
    last = code;
  }
  return `${shown.join('\n')}\n`;
}

const bash = (script: string, shell: Shell) => run(['bash', '-c', script], { ...shell, timeout: TIMEOUT });

function printed(output: string): string[] {
  const lines = output.replace(/\n+$/, '').split('\n');
  return output === '' ? [] : lines.map((line) => line.trimEnd());
}

/** A text without what differs from run to run everywhere: how long something took. */
export const withoutDurations = (text: string): string =>
  text.replaceAll(/\b\d+(?:\.\d+)? (?:ms|s)\b/g, '# s');

/** A text without what differs from run to run on hosts: numbers, times, the order in which hosts answer. */
export const withoutNumbers = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replaceAll(/[\d.]+/g, '#').replaceAll(/\s+/g, ' '))
    .sort()
    .join('\n');
