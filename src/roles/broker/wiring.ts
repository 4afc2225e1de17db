import { REPLICATION } from '../../model/port.ts';
import type { Wiring } from '../../model/wiring.ts';

/**
 * A broker registers with every name server; a slave dials its master: the main port and, where the release has it, the fast one
 * (delay offsets go there), and the replication port. Were a slave made master, the others would dial its replication port.
 */
export const brokerWiring: Wiring = {
  links: [
    { from: 'broker', to: 'namesrv', why: 'registration', byAlias: true },
    { from: 'broker', to: 'broker', which: 'master' },
    { from: 'broker', to: 'broker', which: 'replicas', ports: [REPLICATION], standby: true },
  ],
  internal: [REPLICATION],
  memory: { heap: 'shared', buffers: 'large' },
};
