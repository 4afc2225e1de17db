import { dirname, join, relative, resolve, sep } from 'node:path';
import {
  planDiff,
  planDiffText,
  outOfDate,
  planText,
  readPlan,
  type ReviewedPlan,
  type ReviewedStep,
} from '../../plan/review/reviewed-plan.ts';
import type { Plan, Step } from '../../plan/steps/plan.ts';
import { newSalt, keyedDigest, stepText } from '../../plan/review/keyed-digest.ts';
import { sha256 } from '../../std/hash.ts';
import { disguises, redacted } from '../../redaction/redact.ts';
import { usageError } from '../../errors.ts';
import type { CommandContext, CommonArguments } from '../context.ts';
import { planned } from './plan-hosts.ts';
import type { Session } from '../session.ts';
import { version } from '../version.ts';

/** The arguments that a plan depends on, besides the hosts. */
export type PlanArguments = Pick<CommonArguments, 'limit' | 'timeout'> & { readonly inventory: string };

/** The path of the inventory as the plan's file has it: a pipeline's next job has both, but perhaps elsewhere. */
function pathFrom(planFile: string, inventory: string, cwd: string): string {
  if (inventory === '-') return inventory;
  return relative(dirname(resolve(cwd, planFile)), resolve(cwd, inventory)).replaceAll(sep, '/');
}

function reviewedStep(step: Step, digest: string, hidden: readonly string[]): ReviewedStep {
  const { host, instance, resource, action, summary, diff } = redacted(planned(step), hidden);
  return { host, instance, resource, action, summary, diff, digest };
}

function reviewedSteps({ steps }: Plan, salt: string, secrets: readonly string[]): readonly ReviewedStep[] {
  const digest = keyedDigest(salt, secrets);
  const hidden = disguises(secrets);
  return steps.map((step) => reviewedStep(step, digest(stepText(step)), hidden));
}

/**
 * The text of a plan's file.
 * @param file where it will be
 */
export async function reviewedPlanText(
  { topology, context }: Session,
  made: Plan,
  { file, args }: { readonly file: string; readonly args: PlanArguments },
): Promise<string> {
  const secrets = context.secrets();
  const salt = newSalt();
  return planText({
    rmqctl: version(),
    made: new Date(context.now()).toISOString(),
    cluster: topology.cluster,
    version: topology.version,
    inventory: {
      path: pathFrom(file, args.inventory, context.cwd),
      sha256: sha256(await context.readInput(args.inventory)),
    },
    options: { limit: args.limit, timeout: args.timeout },
    hosts: topology.hosts.map(({ name }) => name),
    salt,
    secrets: keyedDigest(salt, secrets)(''),
    steps: reviewedSteps(made, salt, secrets),
  });
}

/** A reviewed plan that is to be deployed. */
export interface Reviewed {
  readonly file: string;
  readonly plan: ReviewedPlan;
}

/**
 * The arguments of `deploy`, or, if these name a plan, those that the plan was made with.
 * @param context whose `readInput` reads each file once (input.ts)
 * @throws RmqctlError PLAN_DAMAGED, or PLAN_OUT_OF_DATE when it was made by another rmqctl or from another inventory (exit 8); USAGE
 */
export async function deployArguments<A extends PlanArguments>(
  args: A,
  context: Pick<CommandContext, 'readInput' | 'cwd'>,
): Promise<{ readonly args: A; readonly reviewed?: Reviewed }> {
  const file = args.inventory;
  const plan = readPlan(await context.readInput(file), file);
  if (plan === undefined) return { args };
  if (args.limit.length > 0 || args.timeout !== undefined)
    throw usageError(
      `${file} is a reviewed plan: --limit and --timeout were decided when it was made`,
      'leave them out, or give them to `rmqctl plan`',
    );
  if (plan.rmqctl !== version())
    throw outOfDate(file, `it was made by rmqctl ${plan.rmqctl}, this is rmqctl ${version()}`);
  const { path } = plan.inventory;
  const inventory =
    path === '-' ? path : relative(context.cwd, join(dirname(resolve(context.cwd, file)), path));
  if (sha256(await context.readInput(inventory)) !== plan.inventory.sha256)
    throw outOfDate(file, `the inventory ${inventory} has changed since it was made`);
  return { args: { ...args, inventory, ...plan.options }, reviewed: { file, plan } };
}

/**
 * Refuses a plan that is not exactly the reviewed one.
 * @throws RmqctlError PLAN_OUT_OF_DATE (exit 8), saying what is different
 */
export function refuseDeparture(
  { file, plan }: Reviewed,
  { context }: Pick<Session, 'context'>,
  now: Plan,
): void {
  const secrets = context.secrets();
  if (keyedDigest(plan.salt, secrets)('') !== plan.secrets)
    throw outOfDate(file, 'a secret that the inventory uses (an environment variable or a file) has changed');
  // as JSON gives them back: without undefined values
  const json = JSON.stringify(reviewedSteps(now, plan.salt, secrets));
  const steps: readonly ReviewedStep[] = JSON.parse(json);
  const found = planDiff(plan.steps, steps);
  if (found.length > 0) throw outOfDate(file, planDiffText(found));
}
