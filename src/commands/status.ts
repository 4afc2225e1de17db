import { ExitCode, worstExit } from '../errors.ts';
import { statusOf } from '../checks/status/status.ts';
import { defineCommand, inventory } from './frame/command.ts';
import { openHost, selectedInstances, tellLost } from '../operations/hosts/reach.ts';
import { withSession } from '../operations/session.ts';

export const command = defineCommand({
  name: 'status',
  summary: 'one line an instance: state, pid, uptime, role, address, version, messages a second, lag, disk',
  example: 'rmqctl status inventory.yaml',
  arguments: { inventory },
  options: {},
  run: (args, context) =>
    withSession(args, context, async (session) => {
      const { topology, release, parallel } = session;
      const { instances, lost } = await statusOf({
        topology,
        release,
        instances: selectedInstances(topology, args.limit),
        open: (host) => openHost(session, host),
        parallel,
        signal: context.signal,
      });
      for (const { host, error } of lost) tellLost(session, host, error);
      instances.forEach(context.emit);
      return worstExit([
        ...lost.map(({ error }) => error.exit),
        instances.every(({ state }) => state === 'up') ? ExitCode.ok : ExitCode.check,
      ]);
    }),
});
