import { ExitCode, worstExit } from '../errors.ts';
import { verify } from '../verify/verify.ts';
import { defineCommand, inventory } from './command.ts';
import { surveyHosts, withSession } from './session.ts';

export const command = defineCommand({
  name: 'verify',
  summary: 'prove that the cluster works: processes, ports, boot lines, registration',
  example: 'rmqctl verify inventory.yaml --json',
  arguments: { inventory },
  options: {},
  run: (args, context) =>
    withSession(args, context, async (session) => {
      const survey = await surveyHosts(session, false);
      const { topology, parallel, mark } = session;
      const { emit, now, signal } = context;
      const healthy = await verify({
        topology,
        hosts: survey.hosts,
        emit,
        parallel,
        mark,
        patience: 0,
        now,
        signal,
      });
      return worstExit([
        ...survey.lost.map(({ error }) => error.exit),
        healthy ? ExitCode.ok : ExitCode.check,
      ]);
    }),
});
