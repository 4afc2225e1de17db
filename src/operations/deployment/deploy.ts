import { ExitCode, worstExit } from '../../errors.ts';
import type { Survey } from '../../execute/survey.ts';
import { strandedStores } from '../../plan/memory/stranded-stores.ts';
import type { Plan } from '../../plan/steps/plan.ts';
import type { CommonArguments } from '../common-arguments.ts';
import { selector } from '../hosts/limit.ts';
import type { ReportFiles } from '../inspection/check-report.ts';
import { exitOfLost, surveyHosts, type Session } from '../session.ts';
import { converge, releaseLocks } from './converge.ts';
import { planned, planHosts } from './plan-hosts.ts';
import { refuseDeparture, type Reviewed } from './reviewed-plan.ts';
import { verifyDeployment } from './verify-deployment.ts';

/** What of deploy's options its work depends on. */
export type DeployOptions = Pick<CommonArguments, 'limit' | 'yes'> & {
  readonly dryRun: boolean;
  /** full, quick or none; default: what the plan calls for */
  readonly verify: string | undefined;
  /** what runs must be this, to the last byte */
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
  if (options.dryRun) return preview(session, plan, lost);
  if (!(await isAgreed(session, plan, options))) return giveUp(session, survey, ExitCode.ok);

  const failed = await converge(session, survey, plan);
  const unlocking = releaseLocks(session, survey);
  const broken = !failed && !(await isWorking(session, survey, plan, options));
  await unlocking;
  return worstExit([lost, failed ? ExitCode.step : ExitCode.ok, broken ? ExitCode.check : ExitCode.ok]);
}

/** Nothing is changed anywhere when a host is locked or refuses the inventory, or cannot be compared with a reviewed plan. */
function isRefused(lost: ExitCode, { reviewed }: DeployOptions): boolean {
  if (lost === ExitCode.ok) return false;
  return lost === ExitCode.locked || lost === ExitCode.inventory || reviewed !== undefined;
}

async function giveUp(session: Session, survey: Survey, exit: ExitCode): Promise<ExitCode> {
  await releaseLocks(session, survey);
  return exit;
}

/** What is to be done, and that this is what was reviewed. @throws RmqctlError, the locks being given back */
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

function preview({ context }: Session, { steps }: Plan, exit: ExitCode): ExitCode {
  for (const step of steps) context.emit(planned(step));
  return exit;
}

/** True if a person who watches agrees to stop or restart what runs; nobody is asked about anything else. */
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

async function isWorking(
  session: Session,
  survey: Survey,
  plan: Plan,
  { verify, reports }: DeployOptions,
): Promise<boolean> {
  return verify === 'none' || verifyDeployment(session, survey, { plan, asked: verify, reports });
}
