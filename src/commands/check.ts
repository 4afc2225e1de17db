import { ExitCode, worstExit } from '../errors.ts';
import { preflight } from '../checks/preflight/preflight.ts';
import { roles } from '../roles/registry.ts';
import { defineCommand, inventory } from './frame/command.ts';
import { programsOf } from '../operations/programs.ts';
import { openHost, selectedHosts, tellLost } from '../operations/hosts/reach.ts';
import { withSession, type Session } from '../operations/session.ts';

export const command = defineCommand({
  name: 'check',
  summary: 'ask the hosts whether the deployment can work, before anything is deployed; changes nothing',
  example: 'rmqctl check inventory.yaml',
  arguments: { inventory },
  options: {},
  run(args, context) {
    const work = async (session: Session): Promise<ExitCode> => {
      const { topology, release, parallel } = session;
      const { emit, now, signal } = context;
      const { lost, failed } = await preflight({
        topology,
        release,
        roles,
        programs: await programsOf(topology, context),
        hosts: selectedHosts(topology, args.limit),
        open: ({ host }) => openHost(session, host),
        parallel,
        now,
        emit,
        signal,
      });
      for (const { host, error } of lost) tellLost(session, host, error);
      return worstExit([...lost.map(({ error }) => error.exit), failed ? ExitCode.check : ExitCode.ok]);
    };
    return withSession(args, context, work, { advice: true });
  },
});
