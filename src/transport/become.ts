import type { RmqctlError } from '../errors.ts';
import { connectError } from './ssh/ssh-errors.ts';
import type { ExecResult } from './transport.ts';
import { quote } from '../shell/quote.ts';

/** How a command is made to run as root. */
export interface Elevation {
  /** the words that run the command's words as root */
  readonly wrap: (words: readonly string[]) => readonly string[];
  /** what standard input starts with */
  readonly head: string;
}

/** Runs a command line of words with a text as its standard input, as the login user. */
export type Exec = (words: readonly string[], input: string) => Promise<ExecResult>;

export interface BecomeOptions {
  readonly host: string;
  readonly exec: Exec;
  readonly password?: (() => Promise<string>) | undefined;
}

export const NO_ELEVATION: Elevation = { wrap: (words) => words, head: '' };
/** sudo that never asks, and sudo that reads the password from standard input, byte by byte, and leaves the rest. */
const SILENT = ['sudo', '-n', '-H', '--'];
const ASKING = ['sudo', '-k', '-S', '-p', '', '-H', '--'];

/** In front of or around sudo and its command. */
type Around = (words: readonly string[]) => readonly string[];
const plainly: Around = (words) => words;

// -k: cached credentials do not count. Where sudo would not ask, the password line would reach the shell as a command.
const PROBE = `
echo "rmqctl-uid:$(id -u)"
LC_ALL=C sudo -k -n -H -- sh </dev/null
echo "rmqctl-sudo:$?"
`;
/** The same by itself: its exit status is the answer. */
const SUDO_PROBE = ['env', 'LC_ALL=C', 'sudo', '-k', '-n', '-H', '--', 'true'];

/**
 * Finds out how to become root on a host: not at all where the login user is root, by sudo without a password, or by
 * sudo with the password as the first line of standard input (sudo reads it byte by byte and leaves the rest).
 * The password is tried exactly once, with nothing behind it that sudo could take for a second attempt.
 * @throws RmqctlError BECOME_FAILED (exit 4)
 */
export async function elevate({ host, exec, password }: BecomeOptions): Promise<Elevation> {
  const probe = await exec(['sh'], PROBE);
  const answer = probe.stdout.toString();
  if (/^rmqctl-uid:0$/m.test(answer)) return NO_ELEVATION;
  if (/^rmqctl-sudo:0$/m.test(answer)) return without(plainly);
  const said = sudoWords(probe.stderr);
  if (!/must have a tty/i.test(said)) return asked({ host, exec, password }, plainly, said);
  const again = await exec(inTerminal(SUDO_PROBE), '');
  if (again.code === 0) return without(inTerminal);
  const saidThen = sudoWords(again.stderr);
  return asked(
    { host, exec, password },
    inTerminal,
    /script.*not found|No such file/.test(saidThen) ? said : saidThen,
  );
}

const without = (around: Around): Elevation => ({ wrap: (words) => around([...SILENT, ...words]), head: '' });

/** @param said why sudo does not go without a password */
async function asked(
  { host, exec, password }: BecomeOptions,
  around: Around,
  said: string,
): Promise<Elevation> {
  if (!/password is required|terminal is required|askpass/i.test(said)) throw refused(host, said);
  if (password === undefined) throw passwordMissing(host);
  return withPassword({ host, exec }, around, await password());
}

async function withPassword(
  { host, exec }: BecomeOptions,
  around: Around,
  secret: string,
): Promise<Elevation> {
  // What follows a line break would be run by the shell.
  if (/[\r\n\0]/.test(secret))
    throw failed(host, 'the sudo password contains a line break', 'give it as one line');
  const elevation: Elevation = { wrap: (words) => around([...ASKING, ...words]), head: `${secret}\n` };
  const trial = await exec(around(['env', 'LC_ALL=C', ...ASKING, 'sh']), elevation.head);
  if (trial.code === 0) return elevation;
  const said = sudoWords(trial.stderr);
  if (/not (in the sudoers|allowed)|may not run/i.test(said)) throw refused(host, said);
  throw failed(
    host,
    `sudo did not take the password${said === '' ? '' : ` (${said})`}`,
    'check --ask-become-pass or RMQCTL_BECOME_PASSWORD; it is the login user’s own password (root’s where sudoers says rootpw)',
  );
}

/** The last line sudo said: start-up files of a login shell may have said something before. */
function sudoWords(stderr: Buffer): string {
  return stderr.toString().trim().split('\n').at(-1)?.trim() ?? '';
}

function passwordMissing(host: string): RmqctlError {
  const hint =
    'use --ask-become-pass, set RMQCTL_BECOME_PASSWORD, or give the user a NOPASSWD rule in /etc/sudoers.d';
  return failed(host, 'sudo asks for a password and none was given', hint);
}

function refused(host: string, said: string): RmqctlError {
  if (/must have a tty/i.test(said)) {
    return failed(
      host,
      `sudo wants a terminal (${said})`,
      'install the program "script" (util-linux) there, or add "Defaults:USER !requiretty" to /etc/sudoers.d',
    );
  }
  if (/not found|no such file/i.test(said)) {
    return failed(host, 'sudo is not installed', 'install sudo, log in as root, or set become: false');
  }
  return failed(
    host,
    `sudo refused: ${said || 'it gave no reason'}`,
    'let the login user run sh as root in /etc/sudoers.d, or log in as root',
  );
}

function failed(host: string, found: string, hint: string): RmqctlError {
  return connectError('BECOME_FAILED', host, `cannot become root: ${found}`, { hint });
}

/**
 * A command that runs with a terminal, as sudo's `requiretty` wants it: `script` (util-linux) makes one and runs the command in
 * it. Only that it is there counts; standard input, output and errors remain what they were, byte for byte, by way of the
 * descriptors 3 to 5. Its exit status is the command's.
 */
function inTerminal(words: readonly string[]): readonly string[] {
  const command = `exec ${words.map(quote).join(' ')} <&3 >&4 2>&5 3<&- 4>&- 5>&-`;
  return [
    'sh',
    '-c',
    'exec env SHELL=/bin/sh script -qefc "$0" /dev/null 3<&0 4>&1 5>&2 </dev/null >/dev/null',
    command,
  ];
}
