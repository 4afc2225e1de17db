import type { Seen } from '../check.ts';
import { type Member, masterMember, type VerifyContext } from '../context.ts';
import { runningConfig } from '../questions.ts';

/** Bytes by which a slave may be behind before its master counts it as gone, where the master does not say. */
const DEFAULT = 256n * 1024n * 1024n;

/** The limit of a slave, as its master runs with it: haMaxGapNotInSync, or haSlaveFallbehindMax before 5.0.0. */
export function lagLimit(context: VerifyContext, slave: Member, seen: Seen): bigint {
  const master = masterMember(context, slave);
  const running = master === undefined ? undefined : seen.answer(runningConfig, master.instance.name);
  if (running === undefined || running instanceof Error) return DEFAULT;
  const limit = running.get('haMaxGapNotInSync') ?? running.get('haSlaveFallbehindMax') ?? '';
  return /^\d+$/.test(limit) ? BigInt(limit) : DEFAULT;
}
