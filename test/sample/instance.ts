import type { Instance } from '../../src/model/instance.ts';

/** An instance of which a test says only what matters to it. */
export function instanceOf(given: Partial<Instance>): Instance {
  return {
    name: 'one',
    role: 'broker',
    host: 'h1',
    address: '10.0.0.1',
    haAddress: '10.0.0.1',
    port: 10911,
    ports: [],
    jvm: [],
    properties: {},
    after: [],
    ...given,
  };
}
