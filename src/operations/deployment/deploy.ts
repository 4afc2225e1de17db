import { checksOf } from '../../checks/verify/registry.ts';
import { examine } from '../../checks/verify/verify.ts';
import { ExitCode, worstExit } from '../../errors.ts';
import type { Survey } from '../../execute/survey.ts';
import { strandedStores } from '../../plan/memory/stranded-stores.ts';
import type { Action } from '../../model/events.ts';
import type { Topology } from '../../model/topology.ts';
import type { Plan, Step } from '../../plan/steps/plan.ts';
import type { CommonArguments } from '../context.ts';
import { selector } from '../hosts/limit.ts';
import type { ReportFiles } from '../inspection/check-report.ts';
import { exitOfLost, surveyHosts, type Session } from '../session.ts';
import { converge, releaseLocks } from './converge.ts';
import { planned, planHosts } from './plan-hosts.ts';
import { refuseDeparture, type Reviewed } from './reviewed-plan.ts';

/** Milliseconds that a broker may take to register again: it does so every 30 s. */
const REGISTRATION_MS = 35_000;
const STARTING: readonly Action[] = ['start', 'restart'];

type DeployOptions = Pick<CommonArguments, 'limit' | 'yes'> & {
  readonly dryRun: boolean;
  /** full, quick or none; default: what the plan calls for */
  readonly verify: string | undefined;
  /** the steps must be exactly these */
  readonly reviewed?: Reviewed | undefined;
  /** the files to write of its verification; default none */
  readonly reports?: ReportFiles | undefined;
};

/** Makes the hosts match the inventory, and checks that the cluster works. */
export async function deploy(session: Session, options: DeployOptions): Promise<ExitCode> {
  const survey = await surveyHosts(session, !options.dryRun, 'needed');
  const lost = exitOfLost(survey);
  if (isRefused(lost, options)) return giveUp(session, survey, lost);

  const plan = await planOf(session, survey, options);
  for (const stranded of strandedStores(session.topology, plan.steps)) session.context.emit(stranded);
  if (options.dryRun) {
    for (const step of plan.steps) session.context.emit(planned(step));
    return lost;
  }
  if (!(await isAgreed(session, plan, options))) return giveUp(session, survey, ExitCode.ok);

  const failed = await converge(session, survey, plan);
  const unlocking = releaseLocks(session, survey);
  const broken = !failed && !(await isWorking(session, survey, plan, options));
  await unlocking;
  return worstExit([lost, failed ? ExitCode.step : ExitCode.ok, broken ? ExitCode.check : ExitCode.ok]);
}

/** True if no host may change: one is locked or refuses the inventory, or cannot be compared with a reviewed plan. */
function isRefused(lost: ExitCode, { reviewed }: DeployOptions): boolean {
  if (lost === ExitCode.ok) return false;
  return lost === ExitCode.locked || lost === ExitCode.inventory || reviewed !== undefined;
}

async function giveUp(session: Session, survey: Survey, exit: ExitCode): Promise<ExitCode> {
  await releaseLocks(session, survey);
  return exit;
}

/** The plan, compared with the reviewed one. @throws RmqctlError, after giving back the locks */
async function planOf(session: Session, survey: Survey, { limit, reviewed }: DeployOptions): Promise<Plan> {
  try {
    const plan = planHosts(survey, selector(session.topology, limit));
    if (reviewed !== undefined) refuseDeparture(reviewed, session, plan);
    return plan;
  } catch (error) {
    await releaseLocks(session, survey);
    throw error;
  }
}

/** True if the user agrees to stop or restart running instances; the question is only about these. */
async function isAgreed(
  { context }: Session,
  { steps }: Plan,
  { yes, reviewed }: DeployOptions,
): Promise<boolean> {
  const disturbing = steps.filter(
    ({ action, kind }) => kind === 'service' && (action === 'restart' || action === 'stop'),
  );
  if (yes || reviewed !== undefined || !context.isTTY || disturbing.length === 0) return true;
  context.showPlan(steps.map(planned));
  return context.confirm(
    `${disturbing.length} running instances are restarted or stopped, one after another. Go on?`,
  );
}

/**
 * True if the cluster works. Waits for what follows a start; for the slaves of brokers that were started here only if the user
 * asked for everything (docs/decisions/0012).
 */
async function isWorking(
  session: Session,
  survey: Survey,
  { steps }: Plan,
  { verify: asked, reports }: DeployOptions,
): Promise<boolean> {
  if (asked === 'none') return true;
  const { topology, context, parallel } = session;
  const { emit, now, signal } = context;
  const depth = asked === 'full' || (asked === undefined && steps.length > 0) ? 'full' : 'quick';
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
    started: asked === 'full' ? new Set() : startedBrokers(steps, topology),
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
