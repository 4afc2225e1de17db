import { statusOf } from '../../checks/status/status.ts';
import { ExitCode, worstExit } from '../../errors.ts';
import { openHost, selectedInstances, tellLost } from '../hosts/reach.ts';
import { exitOfLost, type Session } from '../session.ts';

/** Reports the state of each instance. @returns check where one is not up */
export async function reportStatus(session: Session, limit: readonly string[]): Promise<ExitCode> {
  const { topology, release, parallel, context } = session;
  const { instances, lost } = await statusOf({
    topology,
    release,
    instances: selectedInstances(topology, limit),
    open: (host) => openHost(session, host),
    parallel,
    signal: context.signal,
  });
  for (const { host, error } of lost) tellLost(session, host, error);
  instances.forEach(context.emit);
  const up = instances.every(({ state }) => state === 'up');
  return worstExit([exitOfLost({ lost }), up ? ExitCode.ok : ExitCode.check]);
}
