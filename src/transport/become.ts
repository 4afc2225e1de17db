import { RmqctlError, ExitCode } from '../errors.ts';
import type { ExecResult } from './transport.ts';

/** The words before a command that make it run as root, and what its standard input starts with. */
export interface Elevation {
  readonly prefix: readonly string[];
  readonly head: string;
}

/** Runs a command line of words with a text as its standard input, as the login user. */
export type Exec = (words: readonly string[], input: string) => Promise<ExecResult>;

export interface BecomeOptions {
  readonly host: string;
  readonly exec: Exec;
  readonly password?: (() => Promise<string>) | undefined;
}

export const NO_ELEVATION: Elevation = { prefix: [], head: '' };
const WITHOUT_PASSWORD: Elevation = { prefix: ['sudo', '-n', '-H', '--'], head: '' };

// -k: cached credentials do not count. Where sudo would not ask, the password line would reach the shell as a command.
const PROBE = `
echo "rmqctl-uid:$(id -u)"
LC_ALL=C sudo -k -n -H -- sh </dev/null
echo "rmqctl-sudo:$?"
`;

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
  if (/^rmqctl-sudo:0$/m.test(answer)) return WITHOUT_PASSWORD;
  const said = sudoWords(probe.stderr);
  if (!/password is required|terminal is required|askpass/i.test(said)) throw refused(host, said);
  if (password === undefined) throw passwordMissing(host);
  return withPassword({ host, exec, password }, await password());
}

async function withPassword({ host, exec }: BecomeOptions, secret: string): Promise<Elevation> {
  // What follows a line break would be run by the shell.
  if (/[\r\n\0]/.test(secret))
    throw failed(host, 'the sudo password contains a line break', 'give it as one line');
  const elevation: Elevation = { prefix: ['sudo', '-k', '-S', '-p', '', '-H', '--'], head: `${secret}\n` };
  const trial = await exec(['env', 'LC_ALL=C', ...elevation.prefix, 'sh'], elevation.head);
  if (trial.code === 0) return elevation;
  const said = sudoWords(trial.stderr);
  if (/not (in the sudoers|allowed)|may not run/i.test(said)) throw refused(host, said);
  throw failed(
    host,
    `sudo did not take the password${said === '' ? '' : ` (${said})`}`,
    'check --ask-become-pass or RMQCTL_BECOME_PASSWORD; it is the login user’s own password',
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
      'add "Defaults:USER !requiretty" for the login user to /etc/sudoers.d',
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
  return new RmqctlError('BECOME_FAILED', `${host}: cannot become root: ${found}`, {
    host,
    hint,
    exit: ExitCode.connect,
  });
}
