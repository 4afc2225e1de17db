import { ExitCode, worstExit } from '../errors.ts';
import type { Survey } from '../execute/survey.ts';
import type { Plan } from '../plan/steps/plan.ts';
import { strandedStores } from '../plan/memory/stranded-stores.ts';
import type { ReportFiles } from '../operations/inspection/check-report.ts';
import { defineCommand } from './frame/command.ts';
import type { CommonArguments } from '../operations/common-arguments.ts';
import { converge, releaseLocks } from '../operations/deployment/converge.ts';
import { selector } from '../operations/hosts/limit.ts';
import { readOnce } from '../operations/files/input.ts';
import { planned, planHosts } from '../operations/deployment/plan-hosts.ts';
import { deployArguments, refuseDeparture, type Reviewed } from '../operations/deployment/reviewed-plan.ts';
import { surveyHosts, withSession, type Session } from '../operations/session.ts';
import { verifyDeployment } from '../operations/deployment/verify-deployment.ts';

export const command = defineCommand({
  name: 'deploy',
  summary: 'make the hosts match the inventory, and prove that the cluster works',
  example: 'rmqctl deploy inventory.yaml',
  arguments: {
    inventory: { summary: 'the inventory file, or a plan that `plan -o` wrote; - is standard input' },
  },
  options: {
    dryRun: { type: 'flag', summary: 'show what would be done, with diffs, and do nothing' },
    verify: {
      type: 'text',
      choices: ['full', 'quick', 'none'],
      summary:
        'what to check afterwards; default quick when nothing changed, else full, without waiting for slaves of what was just started',
    },
  },
  async run(given, context) {
    const reading = { ...context, readInput: readOnce(context.readInput) };
    const { args, reviewed } = await deployArguments(given, reading);
    const work = (session: Session): Promise<ExitCode> => deploy(session, { ...args, reviewed });
    return withSession(args, reading, work, { advice: true });
  },
});

/** What of deploy's options its work depends on. */
export type DeployOptions = Pick<CommonArguments, 'limit' | 'yes'> & {
  readonly dryRun: boolean;
  readonly verify: string | undefined;
  /** what runs must be this, to the last byte */
  readonly reviewed?: Reviewed | undefined;
  /** the files to write of its verification; default none */
  readonly reports?: ReportFiles | undefined;
};

/** Makes the hosts match the inventory, and checks that the cluster works. */
export async function deploy(session: Session, args: DeployOptions): Promise<ExitCode> {
  const { context } = session;
  const survey = await surveyHosts(session, !args.dryRun, 'needed');
  const lost = worstExit(survey.lost.map(({ error }) => error.exit));
  // nothing is changed anywhere when a host is locked or refuses the inventory, or cannot be held against a reviewed plan
  const nothingGoes = lost === ExitCode.locked || lost === ExitCode.inventory || args.reviewed !== undefined;
  if (lost !== ExitCode.ok && nothingGoes) {
    await releaseLocks(session, survey);
    return lost;
  }
  const plan = await planOf(session, survey, args);
  for (const left of strandedStores(session.topology, plan.steps)) context.emit(left);
  if (args.dryRun) {
    for (const step of plan.steps) context.emit(planned(step));
    return lost;
  }
  const settled = args.yes || args.reviewed !== undefined;
  if (!settled && !(await agreed(session, plan))) {
    await releaseLocks(session, survey);
    return ExitCode.ok;
  }
  const failed = await converge(session, survey, plan);
  const release = releaseLocks(session, survey);
  const healthy =
    args.verify === 'none' ||
    failed ||
    (await verifyDeployment(session, survey, { plan, asked: args.verify, reports: args.reports }));
  await release;
  return worstExit([lost, failed ? ExitCode.step : ExitCode.ok, healthy ? ExitCode.ok : ExitCode.check]);
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

/** Whether a person who watches agrees to take down what runs; nobody is asked about anything else. */
async function agreed({ context }: Session, plan: Plan): Promise<boolean> {
  const disturbing = plan.steps.filter(
    ({ action, kind }) => kind === 'service' && (action === 'restart' || action === 'stop'),
  );
  if (!context.isTTY || disturbing.length === 0) return true;
  context.showPlan(plan.steps.map(planned));
  return context.confirm(
    `${disturbing.length} running instances are restarted or stopped, one after another. Go on?`,
  );
}
