import { afterAll, beforeAll, expect, test } from 'vitest';
import { Machines } from '../sample/machines.ts';

/** With --limit only those hosts are asked that the answers need. Nothing is deployed: only who is asked counts. */

const machines = new Machines();
beforeAll(async () => {
  await machines.start(['n1', 'n2', 'n3', 'n4']);
  const host = (name: string) =>
    `{ address: 10.77.0.${name.slice(1)}, ssh: { host: 127.0.0.1, port: ${machines.machine(name).server.port} } }`;
  machines.write(
    'limit.yaml',
    `cluster: limit
version: 4.9.8
mode: async
ssh: { user: tester }
hosts: { ${['n1', 'n2', 'n3', 'n4'].map((name) => `${name}: ${host(name)}`).join(', ')} }
namesrv: [n1]
brokers: { broker-a: [n2, n3], broker-b: [n4, n1] }
`,
  );
});
afterAll(() => machines.end());

test.each([
  // a broker's name servers explain what is wrong with it, its slaves take part in what it promises
  ['verify --limit broker-a', ['n1', 'n2', 'n3']],
  ['verify --limit broker-a-s --no-messages', ['n1', 'n2', 'n3']],
  ['verify --limit namesrv', ['n1']],
  // broker-b-s is there, and its master elsewhere
  ['verify --limit n1', ['n1', 'n4']],
  ['verify', ['n1', 'n2', 'n3', 'n4']],
  // a slave is compared with its master
  ['status --limit broker-a-s', ['n2', 'n3']],
  ['status --limit n4', ['n4']],
  ['logs --limit broker-b', ['n4']],
  ['check --limit n3', ['n3']],
])('%s', async (words, asked) => {
  const before = machines.all.map(({ server }) => server.log.connections);
  const [command = '', ...more] = words.split(' ');
  const { checks } = await machines.run([command, 'limit.yaml', ...more]);
  const after = machines.all.filter(({ server }, index) => server.log.connections > before[index]!);
  expect(after.map(({ name }) => name)).toEqual(asked);
  if (command === 'verify') expect(checks.length).toBeGreaterThan(0);
});
