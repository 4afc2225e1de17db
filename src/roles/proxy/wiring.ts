import { REMOTING } from '../../model/port.ts';
import type { Wiring } from '../../model/wiring.ts';

/** A proxy asks the name servers for routes, and sends to and reads from every broker by its main port. */
export const proxyWiring: Wiring = {
  links: [
    { from: 'proxy', to: 'namesrv', byAlias: true },
    { from: 'proxy', to: 'broker', ports: [REMOTING] },
  ],
  internal: [],
  memory: { heap: 'server', buffers: 'large' },
};
