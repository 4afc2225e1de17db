import { ExitCode, worstExit } from '../errors.ts';
import { checksOf } from '../verify/registry.ts';
import { examine } from '../verify/verify.ts';
import { defineCommand, inventory } from './command.ts';
import { selector } from './limit.ts';
import { surveyHosts, withSession } from './session.ts';

export const command = defineCommand({
  name: 'verify',
  summary: 'prove that the cluster works: processes, ports, paths, configuration, replication, messages',
  example: 'rmqctl verify inventory.yaml --json',
  arguments: { inventory },
  options: {
    noMessages: { type: 'flag', summary: 'send no messages' },
  },
  run: (args, context) =>
    withSession(args, context, async (session) => {
      const { hosts, lost } = await surveyHosts(session, false);
      const { topology, parallel, mark } = session;
      const { emit, now, signal } = context;
      const { healthy } = await examine({
        topology,
        hosts,
        lost,
        checks: checksOf('full', { messages: !args.noMessages }),
        selected: selector(topology, args.limit),
        emit,
        parallel,
        mark,
        patience: 0,
        now,
        signal,
      });
      return worstExit([...lost.map(({ error }) => error.exit), healthy ? ExitCode.ok : ExitCode.check]);
    }),
});
