import { ExitCode, worstExit } from '../../errors.ts';
import type { Survey } from '../../execute/survey.ts';
import type { DiagnosticEvent } from '../../model/events.ts';
import { strandedStores } from '../../plan/memory/stranded-stores.ts';
import { writeOutput } from '../files/write-output.ts';
import { selector } from '../hosts/limit.ts';
import { exitOfLost, surveyHosts, type Session } from '../session.ts';
import { planned, planHosts } from './plan-hosts.ts';
import { reviewedPlanText, type PlanArguments } from './reviewed-plan.ts';

interface PreviewOptions extends PlanArguments {
  /** drift is a failure */
  readonly check: boolean;
  /** the file that the plan is written to, for a review */
  readonly output: string | undefined;
}

/** Shows the plan of a deployment, and writes it to a file if asked for. */
export async function previewDeployment(session: Session, options: PreviewOptions): Promise<ExitCode> {
  const { topology, context } = session;
  const survey = await surveyHosts(session, false, 'needed');
  const plan = planHosts(survey, selector(topology, options.limit));
  for (const stranded of strandedStores(topology, plan.steps)) context.emit(stranded);
  for (const step of plan.steps) context.emit(planned(step));
  const file = options.output;
  if (file !== undefined) {
    if (survey.lost.length > 0) context.emit(notWritten(file, survey));
    else await writeOutput(await reviewedPlanText(session, plan, { file, args: options }), file, context);
  }
  const drift = options.check && plan.steps.length > 0;
  return worstExit([exitOfLost(survey), drift ? ExitCode.drift : ExitCode.ok]);
}

/** A plan of some hosts cannot be reviewed as that of all. */
function notWritten(file: string, { lost }: Survey): DiagnosticEvent {
  const hosts = lost.map(({ host }) => host).join(', ');
  return {
    event: 'diagnostic',
    severity: 'error',
    code: 'PLAN_INCOMPLETE',
    message: `${file} was not written: ${hosts} could not be looked at`,
    hint: 'see the errors above; then plan again',
  };
}
