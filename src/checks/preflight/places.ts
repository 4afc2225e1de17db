import { assumedFacts, type Login } from '../../hosts/assumed-facts.ts';
import { siteFor, type Site } from '../../hosts/site.ts';
import type { Facts } from '../../hosts/facts.ts';
import { lines, sh, type Script } from '../../shell/script.ts';
import type { WrittenDirectory } from '../../probes/directories.ts';
import type { PlannedHost } from './check.ts';
import { storeOf } from '../../model/paths.ts';

const ROOT: Login = { user: 'root', root: true, home: '/root' };
/** Somebody else, whose home directory the host's own shell knows. */
const SOMEBODY: Login = { user: 'somebody', root: false, home: '~' };

/**
 * How a host would be used by what is known of it, whatever its Java, its supervisor and its users are like: each of these is
 * a separate question.
 */
export function looseSite({ topology, host, release }: PlannedHost, facts: Facts): Site {
  const { user: _, ...free } = topology;
  const { javas } = assumedFacts(host, release);
  return siteFor({ ...free, supervisor: 'auto' }, host, { ...facts, javas }, release);
}

/** Where a deployment keeps things on a host where scripts run as that user. */
function placesFor(subject: PlannedHost, login: Login): WrittenDirectory[] {
  const { host, release, instances } = subject;
  const site = looseSite(subject, assumedFacts(host, release, login));
  const stores = instances
    .filter(({ broker }) => broker !== undefined)
    .map(({ name, store }): WrittenDirectory => {
      return { purpose: 'store', path: storeOf({ name, store }, site.store), instance: name };
    });
  return [
    { purpose: 'home', path: site.home },
    ...stores,
    { purpose: 'logs', path: site.logs },
    { purpose: 'state', path: site.state },
  ];
}

/**
 * Calls the shell function `place PURPOSE PATH INSTANCE` for every directory that a deployment writes to: which these are depends on
 * who scripts run as, which only the host knows.
 */
export function eachPlace(subject: PlannedHost): Script {
  const calls = (login: Login): Script[] =>
    placesFor(subject, login).map(({ purpose, path, instance = '-' }) =>
      path.startsWith('~/')
        ? sh`place ${purpose} "$HOME"${path.slice(1)} ${instance}`
        : sh`place ${purpose} ${path} ${instance}`,
    );
  return sh`
    if [ "$(id -u)" = 0 ]; then
    ${lines(calls(ROOT))}
    else
    ${lines(calls(SOMEBODY))}
    fi`;
}
