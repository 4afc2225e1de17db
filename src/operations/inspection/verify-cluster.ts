import { checksOf } from '../../checks/verify/registry.ts';
import { inScope } from '../../checks/verify/scope.ts';
import { examine } from '../../checks/verify/verify.ts';
import { ExitCode, worstExit } from '../../errors.ts';
import type { CommonArguments } from '../context.ts';
import { strictSelector } from '../hosts/limit.ts';
import { selectedInstances } from '../hosts/reach.ts';
import { exitOfLost, surveyHosts, type Session } from '../session.ts';
import { writeReports, type ReportFiles } from './check-report.ts';

interface ClusterVerification extends Pick<CommonArguments, 'limit' | 'json'>, ReportFiles {
  readonly noMessages: boolean;
  /** show logs afterwards, until interrupted */
  readonly follow: boolean;
}

/** Checks that the cluster works, and writes the reports that are asked for. */
export async function verifyCluster(session: Session, options: ClusterVerification): Promise<ExitCode> {
  const { topology, parallel, context } = session;
  const { emit, now, signal } = context;
  const began = now();
  const selected = strictSelector(topology, options.limit);
  const relevant = inScope(topology, selected);
  const { hosts, lost } = await surveyHosts(session, false, 'spared', relevant.hosts);
  const checks = checksOf('full', { messages: !options.noMessages });
  const { healthy, answers } = await examine({
    topology,
    hosts,
    lost,
    instances: relevant.instances,
    checks,
    selected,
    emit,
    parallel,
    patience: 0,
    now,
    signal,
  });
  const limited = options.limit.length > 0;
  await writeReports(context, { topology, answers, checks, limited, began }, options);
  const found = worstExit([exitOfLost({ lost }), healthy ? ExitCode.ok : ExitCode.check]);
  return options.follow ? worstExit([found, await follow(session, options)]) : found;
}

/** Continues as `logs -f`, from the last lines of each instance; the reader of logs is loaded only here. */
async function follow(session: Session, { limit, json }: ClusterVerification): Promise<ExitCode> {
  const { showLogs } = await import('./show-logs.ts');
  const instances = selectedInstances(session.topology, limit);
  const lines = 10;
  return showLogs(session, { instances, start: { from: 'last', lines }, lines, follow: true, json });
}
