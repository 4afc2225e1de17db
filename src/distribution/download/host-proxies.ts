import { variable } from './web-proxy.ts';
import type { Environment } from '../../std/environment.ts';

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
