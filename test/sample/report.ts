import type { CheckEvent } from '../../src/model/events.ts';
import { picture } from '../../src/report/graph/picture.ts';
import { svg } from '../../src/report/graph/svg.ts';
import type { HtmlReport } from '../../src/report/html/html.ts';
import { checkEvent } from './events.ts';
import { topologyOf } from './inventories.ts';

/** What is hard to show: markup, what XML cannot hold, and a word longer than any screen. */
export const NASTY = 'a < b & "c" \u0007 </failure> ]]> <script>throw 1</script>';
const LONG = `/usr/local/rocketmq/${'a-very-long-directory/'.repeat(12)}broker.log`;

const check = (
  asked: string,
  instance: string | undefined,
  status: CheckEvent['status'],
  more: Partial<CheckEvent> = {},
): CheckEvent => checkEvent({ check: asked, instance, status, ...more });

/** A report with something of everything: each status, evidence, hints, latencies, and texts that are hard to show. */
export function richReport(): HtmlReport {
  const topology = topologyOf(
    JSON.stringify({
      cluster: 'orders',
      version: '4.9.4',
      mode: 'sync',
      hosts: { node1: '192.168.47.146', node2: '192.168.47.145' },
      namesrv: ['node1', 'node2'],
      brokers: { 'broker-a': ['node1', 'node2'], 'broker-b': ['node2', 'node1'] },
    }),
  );
  const latencies = Array.from({ length: 20 }, (_, index) => 1.5 + (index % 7) * 0.9);
  return {
    cluster: topology.cluster,
    version: topology.version,
    checks: [
      check('clock', undefined, 'pass', { detail: 'within 2 s of the others' }),
      check('process', 'broker-b-s', 'fail', {
        detail: 'broker-b-s does not run (exit status 1): Cannot allocate memory',
        evidence: ["OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory(0x0000) failed; error='Cannot"],
        hint: 'give a smaller heap, or more memory',
      }),
      check('configuration', 'broker-a', 'fail', { detail: NASTY, evidence: [NASTY, LONG], hint: NASTY }),
      ...['namesrv-node1', 'broker-a'].map((name) => check('ports', name, 'pass')),
      check('registration', 'namesrv-node1', 'skip', {
        detail: 'follows from process of broker-b-s: broker-b-s (192.168.47.146:11011) is not registered',
      }),
      check('errors', 'broker-a', 'warn', {
        detail: '3 since it was started, the last 12 s ago',
        evidence: [`2026-11-22 08:00:00 ERROR main - cannot open ${LONG}`],
        hint: 'rmqctl logs shows what stands around it',
      }),
    ],
    seconds: 1.2345,
    time: Date.UTC(2026, 10, 22, 7, 0, 0),
    picture: svg(
      picture(topology),
      new Map([
        ['namesrv-node1', 'pass'],
        ['broker-a', 'fail'],
        ['broker-b-s', 'fail'],
        ['broker-b', 'warn'],
        ['namesrv-node2', 'skip'],
      ]),
    ),
    latencies: new Map([
      ['broker-a', latencies],
      ['broker-b', latencies.map((time) => time * 12)],
    ]),
  };
}
