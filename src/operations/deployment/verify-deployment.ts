import type { Survey } from '../../execute/survey.ts';
import type { Plan, Step } from '../../plan/steps/plan.ts';
import type { Action } from '../../model/events.ts';
import type { Topology } from '../../model/topology.ts';
import { checksOf } from '../../checks/verify/registry.ts';
import { examine } from '../../checks/verify/verify.ts';
import type { ReportFiles } from '../inspection/check-report.ts';
import type { Session } from '../session.ts';

/** Milliseconds that a broker may take to register again: it does so every 30 s. */
const REGISTRATION_MS = 35_000;
const STARTING: readonly Action[] = ['start', 'restart'];

/** A deployment that has been made. */
export interface Made {
  readonly plan: Plan;
  /** full or quick, where the user said; else what the plan calls for */
  readonly asked: string | undefined;
  /** the files to write of it; default none */
  readonly reports?: ReportFiles | undefined;
}

/**
 * Whether the cluster works. What comes right by itself after a start is awaited; the slaves of brokers that were started here
 * are so only where the user asked for everything (docs/decisions/0012).
 */
export async function verifyDeployment(
  session: Session,
  survey: Survey,
  { plan, asked, reports }: Made,
): Promise<boolean> {
  const { topology, context, parallel } = session;
  const { emit, now, signal } = context;
  const depth = asked === 'full' || (asked === undefined && plan.steps.length > 0) ? 'full' : 'quick';
  const checks = checksOf(depth, { messages: true });
  const began = now();
  const { healthy, answers } = await examine({
    topology,
    hosts: survey.hosts,
    lost: survey.lost,
    checks,
    emit,
    parallel,
    patience: REGISTRATION_MS,
    started: asked === 'full' ? new Set() : startedBrokers(plan.steps, topology),
    now,
    signal,
  });
  if (reports !== undefined) {
    // loaded here: most runs write no report
    const { writeReports } = await import('../inspection/check-report.ts');
    await writeReports(context, { topology, answers, checks, began }, reports);
  }
  return healthy;
}

/** Names of the brokers of which steps start a member. */
function startedBrokers(steps: readonly Step[], { instances }: Topology): ReadonlySet<string> {
  const started = steps.filter(({ kind, action }) => kind === 'service' && STARTING.includes(action));
  return new Set(
    instances.flatMap(({ name, broker }) =>
      broker !== undefined && started.some(({ instance }) => instance === name) ? [broker.name] : [],
    ),
  );
}
