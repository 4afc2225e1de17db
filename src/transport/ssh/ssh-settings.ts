import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { ExitCode, RmqctlError } from '../../errors.ts';
import { type Hop, parseJump } from './jump.ts';
import { type ConfigValues, type Directive, NOT_JUDGED, evaluate, expandTokens } from './ssh-config.ts';
import { expandHome } from './ssh-config-file.ts';
import type { ConnectOptions, SshTarget } from '../transport.ts';

/** A private key file to try. */
export interface Identity {
  readonly path: string;
  /** who named it: the inventory's must be there, the others may be missing */
  readonly from: 'inventory' | 'config' | 'default';
}

/** How a host is reached, everything decided: the inventory's word, else ~/.ssh/config, else ssh's default. */
export interface SshSettings {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly identities: readonly Identity[];
  /** files of certificates, besides those that lie beside their keys */
  readonly certificates: readonly string[];
  /** offer no other keys of the agent than those of `identities` */
  readonly identitiesOnly: boolean;
  /** the agent's socket */
  readonly agent: string | undefined;
  readonly hops: readonly Hop[];
  /** a shell command whose input and output are the connection */
  readonly proxyCommand: string | undefined;
  /** known_hosts files in their order */
  readonly knownHosts: readonly string[];
  /** the known_hosts file for new keys */
  readonly recordIn: string | undefined;
  /** for the user: what ~/.ssh/config asks for and rmqctl does not do */
  readonly notices: readonly string[];
}

type Env = ConnectOptions['env'];

const DEFAULT_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];
const SYSTEM_KNOWN_HOSTS = ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'];

/** The user's home: `HOME`, else what the system says. */
export function homeOf(env: Env): string {
  return env['HOME'] ?? homedir();
}

/** Merges the inventory's words with the directives of ~/.ssh/config. @throws RmqctlError JUMP_INVALID, SSH_CONFIG_INVALID */
export function resolveSettings(
  target: SshTarget,
  config: readonly Directive[],
  { env, knownHostsBeside, recordBeside }: Pick<ConnectOptions, 'env' | 'knownHostsBeside' | 'recordBeside'>,
): SshSettings {
  const home = homeOf(env);
  const localUser = env['USER'] ?? env['LOGNAME'] ?? userInfo().username;
  const values = evaluate(config, { name: target.destination, user: target.user, localUser });
  const one = (keyword: string) => values.get(keyword)?.[0];

  const address = expandTokens(one('hostname') ?? target.destination, {
    h: target.destination,
    n: target.destination,
  });
  const port = target.port ?? portNumber(one('port') ?? '22');
  const user = target.user ?? one('user') ?? localUser;
  const tokens = { h: address, n: target.destination, p: String(port), r: user, u: localUser, d: home };
  const path = (text: string) => expandHome(expandTokens(text, tokens, env), home);
  const way = wayTo(target.jump, values);

  const configured = (values.get('identityfile') ?? []).filter((text) => text.toLowerCase() !== 'none');
  return {
    host: target.host,
    address,
    port,
    user,
    identities: identities(target.identity, configured, { path, home }),
    certificates: (values.get('certificatefile') ?? [])
      .filter((text) => text.toLowerCase() !== 'none')
      .map(path),
    identitiesOnly: one('identitiesonly')?.toLowerCase() === 'yes',
    agent: agentSocket(one('identityagent'), path, env),
    hops: way.kind === 'jump' ? parseJump(expandTokens(way.text, tokens)) : [],
    proxyCommand: way.kind === 'command' ? expandTokens(way.text, tokens) : undefined,
    ...knownHosts(
      {
        named: target.knownHosts,
        beside: knownHostsBeside,
        recordBeside,
        configured: values.get('userknownhostsfile'),
      },
      { path, home },
    ),
    notices: (values.get(NOT_JUDGED) ?? []).map(notJudged),
  };
}

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new RmqctlError('SSH_CONFIG_INVALID', `~/.ssh/config: "${text}" is not a port`, {
    hint: 'correct Port there: a number from 1 to 65535',
    exit: ExitCode.connect,
  });
}

const notJudged = (criterion: string): string =>
  `"Match ${criterion}" of ~/.ssh/config is not obeyed: what follows it is left out`;

type Way = { readonly kind: 'jump' | 'command'; readonly text: string };

/** The inventory's jump host, else what the file says first: ProxyJump or ProxyCommand (ssh_config(5)). */
function wayTo(jump: string | undefined, values: ConfigValues): Way {
  if (jump !== undefined) return { kind: 'jump', text: jump };
  const keyword = [...values.keys()].find((name) => name === 'proxyjump' || name === 'proxycommand');
  const text = keyword === undefined ? 'none' : (values.get(keyword)?.join(' ') ?? 'none');
  const command = keyword === 'proxycommand' && text.toLowerCase() !== 'none';
  return { kind: command ? 'command' : 'jump', text: keyword === 'proxycommand' && !command ? 'none' : text };
}

interface Paths {
  readonly path: (text: string) => string;
  readonly home: string;
}

function identities(
  named: string | undefined,
  configured: readonly string[],
  { path, home }: Paths,
): Identity[] {
  if (named !== undefined) return [{ path: expandHome(named, home), from: 'inventory' }];
  if (configured.length > 0) return configured.map((text) => ({ path: path(text), from: 'config' }));
  return DEFAULT_KEYS.map((name) => ({ path: join(home, '.ssh', name), from: 'default' }));
}

function agentSocket(
  configured: string | undefined,
  path: (text: string) => string,
  env: Env,
): string | undefined {
  if (configured?.toLowerCase() === 'none') return undefined;
  const socket =
    configured === undefined || configured === 'SSH_AUTH_SOCK' ? env['SSH_AUTH_SOCK'] : path(configured);
  // `$NAME` is ssh_config's other way to name an environment variable
  return (socket?.startsWith('$') ? env[socket.slice(1)] : socket) || undefined;
}

interface KnownHostsWords {
  /** by the inventory: then no other file counts */
  readonly named: string | undefined;
  /** the inventory's own, which need not be there */
  readonly beside: string | undefined;
  readonly recordBeside: boolean | undefined;
  /** by ~/.ssh/config */
  readonly configured: readonly string[] | undefined;
}

function knownHosts(
  {
    named,
    beside,
    recordBeside,
    configured = ['~/.ssh/known_hosts', '~/.ssh/known_hosts2'],
  }: KnownHostsWords,
  { path, home }: Paths,
): Pick<SshSettings, 'knownHosts' | 'recordIn'> {
  if (named !== undefined)
    return { knownHosts: [expandHome(named, home)], recordIn: expandHome(named, home) };
  const files = configured.filter((text) => text.toLowerCase() !== 'none').map(path);
  const first = beside === undefined ? [] : [beside];
  return {
    knownHosts: [...first, ...files, ...SYSTEM_KNOWN_HOSTS],
    recordIn: recordBeside ? beside : files[0],
  };
}
