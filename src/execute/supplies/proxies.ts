import type { ProxySupply } from '../../resources/release/pull.ts';
import { lines, Script, sh } from '../../shell/script.ts';
import type { Supplier } from './supplier.ts';

/**
 * Gives a script that downloads the proxies of rmqctl's environment.
 * @param proxies values of http_proxy, https_proxy and no_proxy
 */
export function proxySupplier(proxies: ReadonlyMap<string, string>): Supplier<ProxySupply> {
  const script = proxies.size === 0 ? undefined : lines([...proxies].map(proxied));
  return { kind: 'proxies', supply: () => Promise.resolve(script) };
}

/** A proxy that the host has of its own is the better one. */
function proxied([name, value]: readonly [string, string]): Script {
  const word = Script.trusted(name);
  return sh`[ -n "\${${word}:-}" ] || ${word}=${value}; export ${word}`;
}
