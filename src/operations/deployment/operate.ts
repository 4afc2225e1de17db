import { ExitCode, worstExit } from '../../errors.ts';
import type { Survey } from '../../execute/survey.ts';
import { memoryOf } from '../../plan/memory/memory.ts';
import type { OperatedHost } from '../../plan/steps/operations.ts';
import { plan, type Plan } from '../../plan/steps/plan.ts';
import type { Resource } from '../../resources/resource.ts';
import type { CommonArguments } from '../context.ts';
import { converge, releaseLocks } from './converge.ts';
import type { Selectable } from '../hosts/limit.ts';
import { strictSelector } from '../hosts/limit.ts';
import { exitOfLost, surveyHosts, type Session } from '../session.ts';

/** The desired resources of start, stop, restart or destroy, which otherwise work as a deployment. */
interface Operation {
  /** the desired resources, from those of a deployment */
  readonly resources: (
    hosts: readonly OperatedHost[],
    isSelected: (thing: Selectable) => boolean,
  ) => readonly Resource[];
  /** also make the steps that the selected ones need; else `resources` has selected already */
  readonly withNeeds?: boolean;
  /** true if the user agrees; asked only if there are steps */
  readonly agreed?: (plan: Plan) => Promise<boolean>;
}

/** Surveys the hosts, asks the user if the operation does, and makes the steps. */
export async function operate(
  session: Session,
  { limit }: Pick<CommonArguments, 'limit'>,
  operation: Operation,
): Promise<ExitCode> {
  const isSelected = strictSelector(session.topology, limit);
  const survey = await surveyHosts(session, true, 'spared');
  try {
    const lost = exitOfLost(survey);
    if (lost === ExitCode.locked || lost === ExitCode.inventory) return lost;
    const wished = operation.resources(operatedHosts(session, survey), isSelected);
    const observations = new Map(survey.hosts.flatMap((host) => [...host.observations]));
    const made = plan(wished, observations, operation.withNeeds === true ? isSelected : undefined);
    if (made.steps.length > 0 && (await operation.agreed?.(made)) === false) return lost;
    const failed = await converge(session, survey, made);
    return worstExit([lost, failed ? ExitCode.step : ExitCode.ok]);
  } finally {
    await releaseLocks(session, survey);
  }
}

function operatedHosts({ topology }: Session, { hosts }: Survey): OperatedHost[] {
  return hosts.map(({ resources, observations, site }) => ({
    resources,
    observations,
    shared: memoryOf(topology, site).others.length > 0,
  }));
}
