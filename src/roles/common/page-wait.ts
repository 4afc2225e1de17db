import type { Instance } from '../../model/instance.ts';
import type { WaitSpec } from '../../model/wait.ts';

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
