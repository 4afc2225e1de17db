import { ExitCode, worstExit } from '../errors.ts';
import { defineCommand, inventory } from './command.ts';
import { selector } from './limit.ts';
import { planned, planHosts } from './plan-hosts.ts';
import { surveyHosts, withSession } from './session.ts';

export const command = defineCommand({
  name: 'plan',
  summary: 'show what deploy would do, with diffs',
  example: 'rmqctl plan inventory.yaml --check',
  arguments: { inventory },
  options: { check: { type: 'flag', summary: 'exit with 8 when there is something to do' } },
  run: (args, context) =>
    withSession(args, context, async (session) => {
      const survey = await surveyHosts(session, false);
      const { steps } = planHosts(survey, selector(session.topology, args.limit));
      for (const step of steps) context.emit(planned(step));
      const drift = args.check && steps.length > 0 ? ExitCode.drift : ExitCode.ok;
      return worstExit([...survey.lost.map(({ error }) => error.exit), drift]);
    }),
});
