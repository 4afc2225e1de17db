import { preflight } from '../../checks/preflight/preflight.ts';
import { ExitCode, worstExit } from '../../errors.ts';
import { roles } from '../../roles/registry.ts';
import { openHost, selectedHosts, tellLost } from '../hosts/reach.ts';
import { programsOf } from '../programs.ts';
import { exitOfLost, type Session } from '../session.ts';

/** Checks on the hosts that a deployment can work. */
export async function checkHosts(session: Session, limit: readonly string[]): Promise<ExitCode> {
  const { topology, release, parallel, context } = session;
  const { lost, failed } = await preflight({
    topology,
    release,
    roles,
    programs: await programsOf(topology, context),
    hosts: selectedHosts(topology, limit),
    open: ({ host }) => openHost(session, host),
    parallel,
    now: context.now,
    emit: context.emit,
    signal: context.signal,
  });
  for (const { host, error } of lost) tellLost(session, host, error);
  return worstExit([exitOfLost({ lost }), failed ? ExitCode.check : ExitCode.ok]);
}
