/** The manual page, from the same declarations as the help. */
import type { ExitCode } from '../../errors.ts';
import type { Command, OptionSpecs } from './command.ts';
import { SUPERVISORS } from '../../hosts/supervisors/registry.ts';
import { commonOptions } from './common-options.ts';
import { describe, longName, usageOf, valueOf } from './usage.ts';
import { hex4 } from '../../std/hex.ts';

/** Text as troff reads it: a hyphen that is a minus sign, a backslash that is one, no line that begins a request, all ASCII. */
export function troff(text: string): string {
  return text
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replaceAll(/^([.'])/gm, String.raw`\&$1`)
    .replaceAll(/[^\u0000-\u007f]/gu, (one) => String.raw`\[u${hex4(one.codePointAt(0)!)}]`);
}

/** Further pages. */
const MANUALS: readonly (readonly [name: string, section: number])[] = [
  ['ssh_config', 5],
  ...SUPERVISORS.flatMap(({ words }) => (words.manual === undefined ? [] : [words.manual])),
];

const bold = (text: string): string => String.raw`\fB${troff(text)}\fR`;
const entry = (term: string, text: string): string => `.TP\n${term}\n${troff(text)}`;

function optionEntries(options: OptionSpecs): readonly string[] {
  return Object.entries(options).map(([key, option]) => {
    const value = valueOf(option);
    const short = option.alias === undefined ? '' : `${bold(`-${option.alias}`)}, `;
    const long = `${bold(longName(key))}${value === undefined ? '' : ` ${String.raw`\fI${troff(value)}\fR`}`}`;
    return entry(short + long, describe(option));
  });
}

function commandPart(command: Command): string {
  const words = Object.entries(command.arguments).map(([key, spec]) =>
    entry(String.raw`\fI${troff(key.toUpperCase())}\fR`, describe(spec)),
  );
  return [
    `.SS ${troff(command.name)}`,
    bold(usageOf(command)),
    '.PP',
    `${troff(command.summary)}.`,
    ...words,
    ...optionEntries(command.options),
    '.PP',
    `Example: ${bold(command.example)}`,
  ].join('\n');
}

const EXITS: Readonly<Record<ExitCode, string>> = {
  0: 'done, or nothing to do, or warnings alone',
  1: 'a bug in rmqctl',
  2: 'the command line was not understood, or a question had nobody to answer it',
  3: 'the inventory was refused',
  4: 'a host is unreachable, or refused the login',
  5: 'a step failed, or a command of exec or admin did',
  6: 'a check failed, or status found an instance down',
  7: 'locked by another run',
  8: 'plan --check found changes, or a reviewed plan is out of date',
  130: 'interrupted',
};

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['RMQCTL_IDENTITY', "the private key file to log in with, instead of the inventory's"],
  ['RMQCTL_KNOWN_HOSTS', "the known_hosts file, instead of the inventory's"],
  ['RMQCTL_KEY_PASSPHRASE', 'the passphrase of the key'],
  ['RMQCTL_BECOME_PASSWORD', 'the password of sudo'],
  ['RMQCTL_CACHE_DIR', 'where releases are kept; default ~/.cache/rmqctl'],
  ['NO_COLOR', 'no colours'],
  ['CI', 'nobody watches: plain lines, and no questions'],
];

/** The page in troff's man macros: rmqctl(1). */
export function manPage(commands: readonly Command[]): string {
  return `${[
    '.\\" Written by `rmqctl man` from the declarations of its commands.',
    '.TH RMQCTL 1 "" rmqctl "User Commands"',
    '.SH NAME',
    String.raw`rmqctl \- deploys Apache RocketMQ clusters, and proves that they work`,
    '.SH SYNOPSIS',
    String.raw`\fBrmqctl\fR \fICOMMAND\fR \fIINVENTORY\fR [\fIoptions\fR]`,
    '.SH DESCRIPTION',
    'rmqctl makes the hosts that an inventory names run the cluster that it describes, and touches only what differs.',
    'It needs nothing on them but a POSIX shell, coreutils, tar and Java.',
    '.SH COMMANDS',
    ...commands.map(commandPart),
    '.SH COMMON OPTIONS',
    ...optionEntries(commonOptions),
    '.SH EXIT STATUS',
    ...Object.entries(EXITS).map(([code, meaning]) => entry(bold(code), meaning)),
    'With several the first of 1, 7, 4, 5, 6, 8 wins.',
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.map(([name, meaning]) => entry(bold(name), meaning)),
    '.SH SEE ALSO',
    MANUALS.map(([name, section]) => `${bold(name)}(${section})`).join(', '),
  ].join('\n')}\n`;
}
