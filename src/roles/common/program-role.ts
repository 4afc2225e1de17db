import { entryDraft } from './entry-draft.ts';
import type { InstanceDraft } from '../../inventory/instance-draft.ts';
import type { ExpansionContext } from '../../inventory/role-expansion.ts';
import { FAST_REMOTING, REMOTING } from '../../model/port.ts';
import { ALONE, type Wiring } from '../../model/wiring.ts';
import type { Topology } from '../../model/topology.ts';
import { nameServersIn, type Instance } from '../../model/instance.ts';
import { layerOf } from '../../inventory/values.ts';
import type { WaitSpec } from '../../model/wait.ts';

/**
 * The one instance of a program with a page. It is called as its section of the inventory, and starts when the name servers
 * are ready; brokers it finds by itself. The k-th such port of a host is 8080 + k.
 */
export function pageDraft(
  name: string,
  section: Parameters<typeof entryDraft>[0],
  { properties }: ExpansionContext,
): Omit<InstanceDraft, 'program' | 'page'> {
  const around = [{ offset: 0, purpose: 'web page' }];
  return {
    ...entryDraft(section, [name], { series: 'page', first: 8080, step: 1, around }),
    name,
    properties: layerOf(properties([name, 'properties'])),
  };
}

/** A page asks the name servers, and what it shows of brokers it asks them themselves; Java's client of its time by the fast port. */
export function pageWiring(role: string): Wiring {
  return {
    ...ALONE,
    links: [
      { from: role, to: 'namesrv' },
      { from: role, to: 'broker', ports: [REMOTING, FAST_REMOTING] },
    ],
  };
}

/**
 * The name servers as "address:port;address:port". By their addresses, not by the aliases of the hosts file: whoever looks at the
 * page sees where they are, and where one moves, this is what changes and is started anew.
 */
export function addressesOfNameServers(topology: Topology): string {
  return nameServersIn(topology)
    .map(({ address, port }) => `${address}:${port}`)
    .join(';');
}

/** A page that an instance answers with over HTTP, once it is ready (execute/waits/page.ts). */
export interface PageWait extends WaitSpec {
  readonly kind: 'page';
  /** name of the host it is asked from, its own */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  /** "/" */
  readonly path: string;
}

/** The page of an instance, for its readiness. */
export function pageWait({ host, address, port, page = '/' }: Instance): PageWait {
  return { kind: 'page', host, address, port, path: page };
}

export function isPageWait(wait: WaitSpec): wait is PageWait {
  return wait.kind === 'page';
}
