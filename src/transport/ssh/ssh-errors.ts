import { ExitCode, RmqctlError } from '../../errors.ts';

/** Where a connection was meant to go, for messages: `10.0.0.1:22`, `[::1]:22`. */
export function place(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

const FOUND: Readonly<Record<string, readonly [found: string, hint: string]>> = {
  ECONNREFUSED: [
    'connection refused',
    'is sshd running there, and on this port? See ssh.port in the inventory',
  ],
  EHOSTUNREACH: ['no route to the host', 'check the address, and whether the host is up'],
  ENETUNREACH: ['no route to its network', 'check the address and this machine’s network or VPN'],
  ETIMEDOUT: [
    'no answer',
    'check the address, a firewall between here and there, and whether the host is up',
  ],
  ENOTFOUND: [
    'the name cannot be resolved',
    'check the spelling, DNS and /etc/hosts, or give an IP address as ssh.host',
  ],
  EAI_AGAIN: [
    'the name server did not answer',
    'check this machine’s DNS, or give an IP address as ssh.host',
  ],
  ECONNRESET: ['the connection was reset', 'sshd may be overloaded or refuse this machine: see its log'],
};

/** @param target where the connection was meant to go, as shown to the user */
export function unreachable(host: string, target: string, cause: Error & { code?: unknown }): RmqctlError {
  const [found, hint] = FOUND[String(cause.code)] ?? [cause.message, undefined];
  return connectError('HOST_UNREACHABLE', host, `cannot connect to ${target}: ${found}`, { hint, cause });
}

/** @param stage what was awaited: the connection itself, or the login on it */
export function connectTimedOut(
  host: string,
  target: string,
  stage: string,
  milliseconds: number,
): RmqctlError {
  return connectError(
    'HOST_UNREACHABLE',
    host,
    `cannot connect to ${target}: ${stage} within ${milliseconds / 1000} s`,
    {
      hint: 'check whether the host is up and a firewall drops the connection; --timeout waits longer',
    },
  );
}

export interface Refusal {
  readonly user: string;
  readonly target: string;
  /** what was tried, in order, for people */
  readonly tried: readonly string[];
  /** the methods that the server would take; empty when it did not say */
  readonly accepts: readonly string[];
  readonly cause: Error;
}

/** @param refusal its `cause` tells why the attempts ended, where that is not that there were no more */
export function loginRefused(host: string, refusal: Refusal): RmqctlError {
  const tried = refusal.tried.length === 0 ? 'no key was found to try' : `tried ${refusal.tried.join(', ')}`;
  const accepts = refusal.accepts.length === 0 ? '' : `; the server accepts ${refusal.accepts.join(', ')}`;
  const ended = refusal.cause.message.startsWith('All configured') ? '' : ` (${refusal.cause.message})`;
  const byPassword = refusal.accepts.some(
    (method) => method === 'password' || method === 'keyboard-interactive',
  );
  const unused = byPassword && !refusal.tried.some((way) => way.includes('password'));
  const message = `login as ${refusal.user} on ${refusal.target} was refused${ended}: ${tried}${accepts}`;
  return connectError('LOGIN_REFUSED', host, message, {
    hint: `put the public key into ${refusal.user}’s ~/.ssh/authorized_keys there (ssh-copy-id), or set ssh.user and ssh.identity${unused ? '; for a password: --ask-password, or RMQCTL_SSH_PASSWORD' : ''}`,
    cause: refusal.cause,
  });
}

export function connectionLost(host: string, target: string, found: string, cause?: unknown): RmqctlError {
  return connectError('CONNECTION_LOST', host, `the connection to ${target} broke: ${found}`, {
    hint: 'run the same command again: it goes on where this one stopped',
    cause,
  });
}

export interface DialFailure {
  readonly address: string;
  readonly port: number;
  readonly found: string;
  /** the host's sshd does not allow forwarding at all */
  readonly prohibited?: boolean;
  readonly cause?: unknown;
}

export function dialFailed(host: string, failure: DialFailure): RmqctlError {
  const { address, port, found, prohibited = false, cause } = failure;
  const message = `cannot connect from there to ${place(address, port)}: ${found}`;
  const hint = prohibited
    ? 'sshd there needs "AllowTcpForwarding yes" (or "local") in sshd_config'
    : undefined;
  return connectError(prohibited ? 'FORWARDING_REFUSED' : 'DIAL_FAILED', host, message, { hint, cause });
}

/** An error of the connection to a host: exit 4, the host named in message and details. */
export function connectError(
  code: string,
  host: string,
  message: string,
  details: { hint?: string | undefined; cause?: unknown } = {},
): RmqctlError {
  return new RmqctlError(code, `${host}: ${message}`, { ...details, host, exit: ExitCode.connect });
}
