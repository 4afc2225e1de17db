import { request } from 'node:http';
import type { Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { Environment } from '../../std/environment.ts';

/**
 * The proxy that a URL is to be asked through: of HTTPS_PROXY, HTTP_PROXY and ALL_PROXY (or in small letters, which come first),
 * unless NO_PROXY names its host: "*", a host, or a domain with everything below it, each with a port where that is meant alone.
 * @throws Error where the variable holds no http:// URL
 */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const named = variable(env, `${url.protocol.slice(0, -1)}_proxy`) ?? variable(env, 'all_proxy');
  if (named === undefined || isExempt(url, variable(env, 'no_proxy')?.value ?? '')) return undefined;
  const { name, value: given } = named;
  const text = given.includes('://') ? given : `http://${given}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  // what it holds may be a password: it is not told
  if (proxy?.protocol !== 'http:')
    throw new Error(`${name} is no proxy of the form http://[user:password@]host:port`);
  return proxy;
}

/** A variable that is not empty, written small or, behind that, in capitals. */
export function variable(env: Environment, small: string): { name: string; value: string } | undefined {
  const name = [small, small.toUpperCase()].find((each) => (env[each] ?? '') !== '');
  return name === undefined ? undefined : { name, value: env[name] ?? '' };
}

function isExempt(url: URL, list: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, name = '', only] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (name === '' || (only !== undefined && only !== port)) return false;
    return url.hostname === name || url.hostname.endsWith(`.${name}`);
  });
}

/** The header by which a proxy is told who asks; none where its URL names nobody. */
export function proxyHeaders({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const who = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(who).toString('base64')}` };
}

/**
 * A TLS connection to a URL's host through a proxy (HTTP CONNECT, RFC 9110 9.3.6).
 * @throws Error saying what the proxy answered
 */
export async function tunnel(
  url: URL,
  proxy: URL,
  options: { readonly answerTimeout: number; readonly signal?: AbortSignal | undefined },
): Promise<TLSSocket> {
  const socket = await ask(url, proxy, options);
  return connect({ socket, servername: url.hostname });
}

function ask(url: URL, proxy: URL, { answerTimeout, signal }: Parameters<typeof tunnel>[2]): Promise<Socket> {
  const target = `${url.hostname}:${url.port || 443}`;
  return new Promise((resolve, reject) => {
    const sent = request({
      host: proxy.hostname,
      port: proxy.port || 80,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...proxyHeaders(proxy) },
      agent: false,
      ...(signal === undefined ? {} : { signal }),
    });
    const late = new Error(`the proxy ${proxy.host} did not answer within ${answerTimeout / 1000} s`);
    const timer = setTimeout(() => sent.destroy(late), answerTimeout);
    sent.on('close', () => clearTimeout(timer));
    sent.on('error', (error) =>
      reject(new Error(`the proxy ${proxy.host}: ${error.message}`, { cause: error })),
    );
    sent.on('connect', ({ statusCode }, socket) => {
      clearTimeout(timer);
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new Error(`the proxy ${proxy.host} answers ${statusCode} to the request for ${target}`));
    });
    sent.end();
  });
}

/** What of the environment's proxies concerns hosts that download by themselves. */

/**
 * The variables that a host's curl or wget is given, by their lower-case names, which every program reads. A proxy on this
 * machine's loopback is left out: the host has none there.
 */
export function proxyVariables(env: Environment): ReadonlyMap<string, string> {
  const proxies = ['http_proxy', 'https_proxy'].flatMap((name) => {
    const value = valueOf(env, name);
    const isLocal = /^(?:[a-z]+:\/\/)?(?:[^@/]*@)?(?:localhost|127\.|\[::1\])/i.test(value);
    return value === '' || isLocal ? [] : [[name, value] as const];
  });
  const exempt = valueOf(env, 'no_proxy');
  return new Map([...proxies, ...(exempt === '' ? [] : [['no_proxy', exempt] as const])]);
}

/** Passwords in the URLs of proxies, written as there and in clear: what must never be shown. */
export function proxySecrets(env: Environment): readonly string[] {
  return ['http_proxy', 'https_proxy', 'all_proxy'].flatMap((name) => {
    const password = /:\/\/[^@/]*?:([^@/]+)@/.exec(valueOf(env, name))?.[1] ?? '';
    return password === '' ? [] : [password, decodeURIComponent(password)];
  });
}

function valueOf(env: Environment, name: string): string {
  return variable(env, name)?.value ?? '';
}
