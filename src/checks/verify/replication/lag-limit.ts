import { hasReached } from '../../../rocketmq/remoting/wire/version.ts';
import { reveal } from '../../../redaction/secret.ts';
import type { VerifyContext, Member } from '../context.ts';
import { masterOf } from '../../../model/broker.ts';

/** Bytes by which a slave may be behind before its master counts it as gone, unless the inventory says otherwise. */
const DEFAULT = 256n * 1024n * 1024n;

/** The limit of a slave: haSlaveFallbehindMax, or haMaxGapNotInSync since 5.0.0 (rocketmq.md 1.2). */
export function lagLimit({ topology, observedMasters }: VerifyContext, { instance }: Member): bigint {
  const key = hasReached(topology.version, '5.0.0') ? 'haMaxGapNotInSync' : 'haSlaveFallbehindMax';
  const master = masterOf(topology, instance, observedMasters);
  const given = reveal(master?.properties[key] ?? '');
  return /^\d+$/.test(given) ? BigInt(given) : DEFAULT;
}
