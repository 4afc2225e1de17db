import { type ChildProcess, spawn } from 'node:child_process';
import { type Server, type Socket, connect, createServer } from 'node:net';
import { join } from 'node:path';
import ssh2, {
  type AuthContext,
  type Connection,
  type ParsedKey,
  type ServerChannel,
  type Session,
  type TcpipRequestInfo,
} from 'ssh2';
import { type SudoBehaviour, installSudo } from './sudo.ts';

export interface SshServerOptions {
  /** user names to the public keys (OpenSSH format) that may log in; a user without keys is refused */
  readonly users: Readonly<Record<string, readonly string[]>>;
  /** the home and working directory of what is run */
  readonly home: string;
  /** private key(s) in OpenSSH or PEM format; default: a fresh ed25519 key */
  readonly hostKey?: string | readonly string[];
  /** direct-tcpip; default true */
  readonly allowForwarding?: boolean;
  /** sessions open at once on one connection, as sshd's MaxSessions; default 10 */
  readonly maxSessions?: number;
  /** milliseconds for which a session that has ended still counts; default 0. sshd collects them a moment later, too. */
  readonly collectsLate?: number;
  /** how `sudo` answers; default: as on this machine. With it, `id -u` says 1000, and 0 below sudo. */
  readonly sudo?: SudoBehaviour;
  /** what the login shell says before each command, as a noisy start-up file does */
  readonly noise?: { readonly stdout?: string; readonly stderr?: string };
  /** sees each command; a string it gives is run in its place */
  readonly onCommand?: (command: string) => string | void;
  /** the program that runs commands by `-c`; default `sh` */
  readonly loginShell?: string;
  /** connections to close before the server says who it is, as sshd does at MaxStartups */
  readonly drop?: number;
  readonly algorithms?: ssh2.ServerConfig['algorithms'];
  /** who runs commands, and what they find in the environment besides HOME; default: who runs the tests */
  readonly runAs?: { readonly uid: number; readonly gid: number } | undefined;
  readonly env?: Readonly<Record<string, string>>;
  /** where a forwarded connection to an address really goes; default: there */
  readonly resolve?: (address: string) => string;
}

/** What happened on the server, in order. */
export interface ServerLog {
  readonly connections: number;
  /** `user method (type of key)` of each request for authentication */
  readonly authentications: readonly string[];
  /** command lines, as the login shell got them */
  readonly commands: readonly string[];
  /** `address:port` of forwarded connections */
  readonly forwards: readonly string[];
  /** most sessions that were open at once on one connection */
  readonly mostSessions: number;
}

export interface SshServer {
  readonly port: number;
  /** a line for known_hosts: `[127.0.0.1]:port type key` */
  readonly hostKeyLine: string;
  readonly log: ServerLog;
  /** breaks every connection without a word, as a power cut does */
  breakAll(): void;
  /** stops listening, breaks what is open, ends what runs */
  close(): Promise<void>;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };

interface ServerState {
  readonly options: SshServerOptions;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Mutable<ServerLog>;
  readonly running: Set<ChildProcess>;
}

/**
 * An SSH server in this process, on 127.0.0.1, that runs real commands as the user who runs the tests. Good for whole
 * flows: exec with input and large outputs, direct-tcpip, any number of connections.
 */
export async function startSshServer(options: SshServerOptions): Promise<SshServer> {
  const hostKeys = [options.hostKey ?? newKey().private].flat();
  const path =
    options.sudo === undefined ? '' : `${await installSudo(join(options.home, '.bin'), options.sudo)}:`;
  const state: ServerState = {
    options,
    env: {
      PATH: path + (process.env['PATH'] ?? ''),
      HOME: options.home,
      LANG: 'C.UTF-8',
      USER: 'tester',
      ...options.env,
    },
    log: { connections: 0, authentications: [], commands: [], forwards: [], mostSessions: 0 },
    running: new Set(),
  };
  const sockets = new Set<Socket>();
  const ssh = new ssh2.Server({
    hostKeys: [...hostKeys],
    ...(options.algorithms ? { algorithms: options.algorithms } : {}),
  });
  ssh.on('connection', (client) => serve(client, state));
  const server = createServer((socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)));
    state.log.connections += 1;
    if (state.log.connections <= (options.drop ?? 0)) socket.destroy();
    else ssh.injectSocket(socket);
  });
  const port = await listen(server);
  const breakAll = () => sockets.forEach((socket) => socket.destroy());
  return {
    port,
    hostKeyLine: `[127.0.0.1]:${port} ${publicLine(hostKeys[0]!)}`,
    log: state.log,
    breakAll,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      breakAll();
      state.running.forEach(endGroup);
      await closed;
    },
  };
}

interface KeyPair {
  readonly private: string;
  readonly public: string;
}

/** A key pair in OpenSSH format; only ed25519 takes a passphrase here. */
export function newKey(type: 'ed25519' | 'rsa' | 'ecdsa' = 'ed25519', passphrase?: string): KeyPair {
  const pair = generate(type, passphrase);
  // ssh2 1.17 drops leading zeros of both halves of an ed25519 key (lib/keygen.js): one in 128 is malformed, for ssh-keygen, too.
  const whole =
    isParsed(ssh2.utils.parseKey(pair.public)) && isParsed(ssh2.utils.parseKey(pair.private, passphrase));
  return whole ? pair : newKey(type, passphrase);
}

function generate(type: 'ed25519' | 'rsa' | 'ecdsa', passphrase: string | undefined): KeyPair {
  if (type === 'rsa') return ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 });
  if (type === 'ecdsa') return ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  if (passphrase === undefined) return ssh2.utils.generateKeyPairSync('ed25519');
  return ssh2.utils.generateKeyPairSync('ed25519', { passphrase, cipher: 'aes256-cbc', rounds: 4 });
}

function isParsed(key: ParsedKey | Error): boolean {
  return !(key instanceof Error);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(portOf(server))));
}

/** The port that a server listens on. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a port');
  return address.port;
}

function publicLine(privateKey: string): string {
  const key = parsed(privateKey);
  return `${key.type} ${key.getPublicSSH().toString('base64')}`;
}

function parsed(key: string): ParsedKey {
  const result = [ssh2.utils.parseKey(key)].flat()[0];
  if (result === undefined || result instanceof Error) throw new Error('not a key');
  return result;
}

function serve(client: Connection, state: ServerState): void {
  let sessions = 0;
  client.on('error', () => undefined);
  client.on('authentication', (context) => authenticate(context, state));
  client.on('session', (accept, reject) => {
    if (sessions >= (state.options.maxSessions ?? 10)) return reject();
    sessions += 1;
    state.log.mostSessions = Math.max(state.log.mostSessions, sessions);
    const late = state.options.collectsLate ?? 0;
    const collect = (): void => void (sessions -= 1);
    const ended = () => (late === 0 ? collect() : void setTimeout(collect, late));
    serveSession(accept(), { ...state, ended });
  });
  // Without a listener ssh2 answers "administratively prohibited", as sshd does.
  if (state.options.allowForwarding === false) return;
  client.on('tcpip', (accept, reject, info) => forward({ accept, reject, info }, state));
}

function authenticate(context: AuthContext, { options, log }: ServerState): void {
  const type = context.method === 'publickey' ? ` (${context.key.algo})` : '';
  log.authentications.push(`${context.username} ${context.method}${type}`);
  const keys = (options.users[context.username] ?? []).map(parsed);
  if (context.method !== 'publickey') return context.reject(['publickey']);
  const key = keys.find((candidate) => candidate.getPublicSSH().equals(context.key.data));
  const proven =
    !context.signature || key?.verify(context.blob!, context.signature, context.hashAlgo) === true;
  if (key && proven) context.accept();
  else context.reject(['publickey']);
}

function serveSession(session: Session, state: ServerState & { ended: () => void }): void {
  session.on('exec', (accept, _reject, { command }) => {
    state.log.commands.push(command);
    runCommand(accept(), state.options.onCommand?.(command) ?? command, state);
  });
}

function runCommand(
  channel: ServerChannel,
  command: string,
  state: ServerState & { ended: () => void },
): void {
  const { noise, home, loginShell = 'sh', runAs } = state.options;
  if (noise?.stdout !== undefined) channel.write(noise.stdout);
  if (noise?.stderr !== undefined) channel.stderr.write(noise.stderr);
  const child = spawn(loginShell, ['-c', command], { cwd: home, env: state.env, detached: true, ...runAs });
  state.running.add(child);
  channel.pipe(child.stdin).on('error', () => undefined);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  channel.on('error', () => undefined);
  channel.once('close', () => child.stdin.destroy());
  child.once('error', () => channel.close());
  child.once('close', (code, signal) => {
    state.running.delete(child);
    state.ended();
    if (signal === null) channel.exit(code ?? 1);
    else channel.exit(signal.replace(/^SIG/, ''));
    channel.end();
  });
}

interface Forwarding {
  readonly accept: () => ServerChannel;
  readonly reject: () => void;
  readonly info: TcpipRequestInfo;
}

function forward({ accept, reject, info }: Forwarding, { log, options }: ServerState): void {
  log.forwards.push(`${info.destIP}:${info.destPort}`);
  const socket = connect(info.destPort, options.resolve?.(info.destIP) ?? info.destIP);
  socket.once('error', reject);
  socket.once('connect', () => {
    socket.off('error', reject).on('error', () => undefined);
    const channel = accept();
    channel.on('error', () => undefined).once('close', () => socket.destroy());
    channel.pipe(socket).pipe(channel);
  });
}

function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}
