import { ExitCode, worstExit } from '../errors.ts';
import type { Survey } from '../execute/survey.ts';
import type { DiagnosticEvent } from '../model/events.ts';
import { strandedStores } from '../plan/memory/stranded-stores.ts';
import { defineCommand, inventory } from './frame/command.ts';
import { readOnce } from '../operations/files/input.ts';
import { selector } from '../operations/hosts/limit.ts';
import { planned, planHosts } from '../operations/deployment/plan-hosts.ts';
import { reviewedPlanText } from '../operations/deployment/reviewed-plan.ts';
import { surveyHosts, withSession, type Session } from '../operations/session.ts';
import { writeOutput } from '../operations/files/write-output.ts';

export const command = defineCommand({
  name: 'plan',
  summary: 'show what deploy would do, with diffs',
  example: 'rmqctl plan inventory.yaml --check',
  arguments: { inventory },
  options: {
    check: { type: 'flag', summary: 'exit with 8 when there is something to do' },
    output: {
      type: 'text',
      alias: 'o',
      value: 'FILE',
      summary: 'also write the plan to a file; `rmqctl deploy FILE` does this and nothing else',
    },
  },
  run(args, context) {
    const reading = { ...context, readInput: readOnce(context.readInput) };
    const work = async (session: Session): Promise<ExitCode> => {
      const survey = await surveyHosts(session, false, 'needed');
      const made = planHosts(survey, selector(session.topology, args.limit));
      for (const left of strandedStores(session.topology, made.steps)) context.emit(left);
      for (const step of made.steps) context.emit(planned(step));
      const file = args.output;
      if (file !== undefined) {
        if (survey.lost.length > 0) context.emit(unfinished(file, survey));
        else await writeOutput(await reviewedPlanText(session, made, { file, args }), file, context);
      }
      const drift = args.check && made.steps.length > 0 ? ExitCode.drift : ExitCode.ok;
      return worstExit([...survey.lost.map(({ error }) => error.exit), drift]);
    };
    return withSession(args, reading, work, { advice: true });
  },
});

/** A plan of some hosts cannot be reviewed as that of all. */
function unfinished(file: string, { lost }: Survey): DiagnosticEvent {
  const hosts = lost.map(({ host }) => host).join(', ');
  return {
    event: 'diagnostic',
    severity: 'error',
    code: 'PLAN_INCOMPLETE',
    message: `${file} was not written: ${hosts} could not be looked at`,
    hint: 'see the errors above; then plan again',
  };
}
