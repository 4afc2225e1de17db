import { ALONE, type Wiring } from '../../model/wiring.ts';

/** A name server is dialled by all, and dials nobody. */
export const namesrvWiring: Wiring = { ...ALONE, memory: { heap: 'server', buffers: 'least' } };
