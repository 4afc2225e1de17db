import type { Duplex, Readable } from 'node:stream';
import type { Argv } from '../shell/command.ts';
import type { RmqctlError } from '../errors.ts';
import type { Script } from '../shell/script.ts';
import type { HostKey, KeyVerdict } from './host-keys/known-hosts.ts';

/** What a remote process left behind. */
export interface ExecResult {
  /** exit status; null when a signal ended it or the connection broke before the status came */
  readonly code: number | null;
  readonly signal?: string;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

export interface RunOptions {
  /** sees standard output as it comes (it is collected in the result as well) */
  onStdout?: (chunk: Buffer) => void;
  signal?: AbortSignal;
  /** standard input does not end behind the script, but when this side goes: by that the script can tell */
  keepInput?: boolean;
  /** fail with SESSION_REFUSED where sshd lets no more run at once, rather than wait for what runs to end */
  atOnce?: boolean;
}

/**
 * One host that scripts can be run on, through one connection. The only way by which rmqctl changes a host.
 * Every method throws RmqctlError (exit 4) when the connection cannot be made or breaks; a command's own failure
 * is a result, not an error.
 */
export interface Transport {
  /** the host's name in the inventory */
  readonly host: string;
  /** Runs a POSIX sh script, read by `sh` from standard input; as root where the host asks for `become`. */
  run(script: Script, options?: RunOptions): Promise<ExecResult>;
  /** Runs a command with `input` as its standard input, with back-pressure; as root where the host asks for `become`. */
  pipe(command: Argv, input: Readable, options?: RunOptions): Promise<ExecResult>;
  /** A TCP connection that the host itself makes (SSH direct-tcpip): to `address`:`port` as seen from the host. */
  dial(address: string, port: number): Promise<Duplex>;
  close(): Promise<void>;
}

/** How to reach a host by SSH: the inventory's words, defaults of ~/.ssh/config not yet applied. */
export interface SshTarget {
  readonly host: string;
  /** where to log in: the inventory's ssh.host, else the address */
  readonly destination: string;
  readonly user?: string | undefined;
  readonly port?: number | undefined;
  readonly identity?: string | undefined;
  /** `user@host:port`, several separated by commas, as OpenSSH's ProxyJump */
  readonly jump?: string | undefined;
  readonly become: boolean;
  readonly knownHosts?: string | undefined;
}

/** A host key, and what was known of it. */
export interface SeenHostKey {
  /** the inventory's name of the host, or `jump host ...` */
  readonly host: string;
  /** as known_hosts calls it: `10.0.0.1`, `[gate]:2222` */
  readonly name: string;
  readonly key: HostKey;
  readonly verdict: KeyVerdict;
  /** the known_hosts file for new keys of this host */
  readonly file: string | undefined;
  /** that file has the key already, or a line that vouches for its certificate */
  readonly recorded: boolean;
  /** what is wrong with the key, where something is */
  readonly error: RmqctlError | undefined;
}

/** Decisions of one run that concern every connection. */
export interface ConnectOptions {
  /** record keys of hosts that known_hosts does not hold yet, instead of refusing them; a changed key is refused always */
  acceptNew: boolean;
  /** milliseconds to wait for a host to accept the connection and the login */
  timeout: number;
  /** sudo's password, where a host needs one */
  becomePassword?: (() => Promise<string>) | undefined;
  /** the password to log in with, where no key is accepted */
  loginPassword?: (() => Promise<string>) | undefined;
  /** asked for the passphrase of a key file when nothing else has let us in; RMQCTL_KEY_PASSPHRASE is tried before */
  keyPassphrase?: ((path: string) => Promise<string>) | undefined;
  /** a known_hosts file that is read before the user's own, where the inventory names none */
  knownHostsBeside?: string | undefined;
  /** new keys go into that file, not into the user's */
  recordBeside?: boolean | undefined;
  /** told of every host key that is seen, and of what known_hosts says of it, before it is acted upon */
  onHostKey?: ((seen: SeenHostKey) => void) | undefined;
  /** environment of the process: HOME, SSH_AUTH_SOCK, USER */
  env: Readonly<Record<string, string | undefined>>;
  /** told what a user should know: a key was recorded, a key file was passed over */
  notice: (message: string, host?: string) => void;
}
