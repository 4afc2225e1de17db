import { ExitCode, worstExit } from '../errors.ts';
import { checksOf } from '../checks/verify/registry.ts';
import { inScope } from '../checks/verify/scope.ts';
import { examine } from '../checks/verify/verify.ts';
import { writeReports } from '../operations/inspection/check-report.ts';
import { defineCommand, inventory } from './frame/command.ts';
import type { CommonArguments } from '../operations/common-arguments.ts';
import { selectedInstances } from '../operations/hosts/reach.ts';
import { mustBeWritable } from '../operations/files/report-file.ts';
import { strictSelector } from '../operations/hosts/limit.ts';
import { surveyHosts, withSession, type Session } from '../operations/session.ts';

export const command = defineCommand({
  name: 'verify',
  summary: 'prove that the cluster works: processes, ports, paths, configuration, replication, messages',
  example: 'rmqctl verify inventory.yaml --html report.html',
  arguments: { inventory },
  options: {
    junit: { type: 'text', value: 'FILE', summary: 'also write a JUnit report, for CI' },
    html: { type: 'text', value: 'FILE', summary: 'also write one page of HTML with everything in it' },
    noMessages: { type: 'flag', summary: 'send no messages' },
    follow: { type: 'flag', summary: 'go on as logs -f after the checks' },
  },
  async run(args, context) {
    await mustBeWritable([args.junit, args.html], context.cwd);
    return withSession(args, context, async (session) => {
      const began = context.now();
      const { topology, parallel } = session;
      const { emit, now, signal } = context;
      const selected = strictSelector(topology, args.limit);
      const relevant = inScope(topology, selected);
      const { hosts, lost } = await surveyHosts(session, false, 'spared', relevant.hosts);
      const checks = checksOf('full', { messages: !args.noMessages });
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
      const limited = args.limit.length > 0;
      await writeReports(context, { topology, answers, checks, limited, began }, args);
      const found = worstExit([
        ...lost.map(({ error }) => error.exit),
        healthy ? ExitCode.ok : ExitCode.check,
      ]);
      return args.follow ? worstExit([found, await follow(session, args)]) : found;
    });
  },
});

/** Goes on as `logs -f`, from the last lines of each instance; the reader of logs is loaded only here. */
async function follow(session: Session, { limit, json }: CommonArguments): Promise<ExitCode> {
  const { showLogs } = await import('../operations/inspection/show-logs.ts');
  const instances = selectedInstances(session.topology, limit);
  const lines = 10;
  return showLogs(session, { instances, start: { from: 'last', lines }, lines, follow: true, json });
}
