import { ExitCode, worstExit } from '../errors.ts';
import { releaseLock } from '../execute/lock.ts';
import { framed, runScript } from '../execute/remote-script.ts';
import type { Survey } from '../execute/survey.ts';
import { walk } from '../execute/walk.ts';
import type { Plan } from '../plan/plan.ts';
import { verify } from '../verify/verify.ts';
import { defineCommand, inventory } from './command.ts';
import { selector } from './limit.ts';
import { planned, planHosts } from './plan-hosts.ts';
import { getRelease, surveyHosts, withSession, type Session } from './session.ts';

/** Milliseconds that a broker may take to register again: it does so every 30 s. */
export const REGISTRATION_MS = 35_000;

export const command = defineCommand({
  name: 'deploy',
  summary: 'make the hosts match the inventory, and prove that the cluster works',
  example: 'rmqctl deploy inventory.yaml',
  arguments: { inventory },
  options: {
    dryRun: { type: 'flag', summary: 'show what would be done, with diffs, and do nothing' },
    verify: {
      type: 'text',
      choices: ['full', 'quick', 'none'],
      summary: 'what to check afterwards; default full when something changed, else quick',
    },
  },
  run: (args, context) =>
    withSession(args, context, async (session) => {
      const survey = await surveyHosts(session, !args.dryRun);
      const lost = worstExit(survey.lost.map(({ error }) => error.exit));
      // nothing is changed anywhere when a host is locked or refuses the inventory
      if (lost === ExitCode.locked || lost === ExitCode.inventory) {
        await releaseLocks(session, survey);
        return lost;
      }
      const plan = planHosts(survey, selector(session.topology, args.limit));
      if (args.dryRun) {
        for (const step of plan.steps) context.emit(planned(step));
        return lost;
      }
      if (!args.yes && !(await agreed(session, plan))) {
        await releaseLocks(session, survey);
        return ExitCode.ok;
      }
      const failed = await converge(session, survey, plan);
      const release = releaseLocks(session, survey);
      const healthy = args.verify === 'none' || failed || (await check(session, survey));
      await release;
      return worstExit([lost, failed ? ExitCode.step : ExitCode.ok, healthy ? ExitCode.ok : ExitCode.check]);
    }),
});

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

/** Makes the plan's steps. @returns whether one failed */
async function converge(session: Session, survey: Survey, plan: Plan): Promise<boolean> {
  const { context, parallel, mark } = session;
  for (const resource of plan.unchanged) {
    const { host, instance, id } = resource;
    context.emit({ event: 'step', host, instance, resource: id, action: 'none', status: 'unchanged' });
  }
  const failed = await walk(plan, {
    transports: new Map(survey.hosts.map(({ site, transport }) => [site.host.name, transport])),
    emit: context.emit,
    parallel,
    mark,
    now: context.now,
    provideRelease: () => getRelease(session),
    signal: context.signal,
  });
  context.signal.throwIfAborted();
  return failed.size > 0;
}

async function releaseLocks({ topology, owner, mark }: Session, survey: Survey): Promise<void> {
  const body = framed('unlock', releaseLock(topology.cluster, owner));
  await Promise.allSettled(
    survey.hosts.map(({ transport }) => runScript({ transport, body, mark: mark(), onFrame: () => {} })),
  );
}

function check({ topology, context, parallel, mark }: Session, survey: Survey): Promise<boolean> {
  const { emit, now, signal } = context;
  return verify({
    topology,
    hosts: survey.hosts,
    emit,
    parallel,
    mark,
    patience: REGISTRATION_MS,
    now,
    signal,
  });
}
