import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ExitCode, RmqctlError, worstExit } from '../errors.ts';
import { picture } from '../report/graph/picture.ts';
import { svg } from '../report/graph/svg.ts';
import { html } from '../report/html.ts';
import { junit, type CheckReport } from '../report/junit.ts';
import type { Answer } from '../verify/check.ts';
import { checksOf } from '../verify/registry.ts';
import { examine } from '../verify/verify.ts';
import { defineCommand, inventory } from './command.ts';
import type { CommonArguments } from './common-options.ts';
import type { CommandContext } from './context.ts';
import { selectedInstances } from './reach.ts';
import { selector } from './limit.ts';
import { surveyHosts, withSession, type Session } from './session.ts';

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
  run: (args, context) =>
    withSession(args, context, async (session) => {
      const began = context.now();
      const { hosts, lost } = await surveyHosts(session, false);
      const { topology, parallel, mark } = session;
      const { emit, now, signal } = context;
      const { healthy, answers } = await examine({
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
      const report: CheckReport = {
        cluster: topology.cluster,
        version: topology.version,
        checks: answers.map((answer) => ({ event: 'check', ...answer })),
        seconds: (now() - began) / 1000,
        time: now(),
      };
      if (args.junit !== undefined) await write(context, args.junit, junit(report));
      if (args.html !== undefined)
        await write(
          context,
          args.html,
          html({
            ...report,
            picture: svg(picture(topology), { health: healthOf(answers) }),
            latencies: latenciesOf(answers),
          }),
        );
      const found = worstExit([
        ...lost.map(({ error }) => error.exit),
        healthy ? ExitCode.ok : ExitCode.check,
      ]);
      return args.follow ? worstExit([found, await follow(session, args)]) : found;
    }),
});

/** Goes on as `logs -f`, from the last lines of each instance; the reader of logs is loaded only here. */
async function follow(session: Session, { limit, json }: CommonArguments): Promise<ExitCode> {
  const { showLogs } = await import('./show-logs.ts');
  const instances = selectedInstances(session.topology, limit);
  const lines = 10;
  return showLogs(session, { instances, start: { from: 'last', lines }, lines, follow: true, json });
}

/** The worst that was found of each instance. */
function healthOf(answers: readonly Answer[]): Map<string, Answer['status']> {
  const health = new Map<string, Answer['status']>();
  for (const status of ['skip', 'pass', 'warn', 'fail'] as const)
    for (const { instance, status: found } of answers)
      if (instance !== undefined && found === status) health.set(instance, status);
  return health;
}

function latenciesOf(answers: readonly Answer[]): Map<string, readonly number[]> {
  return new Map(
    answers.flatMap(({ instance, samples }) =>
      instance === undefined || samples === undefined ? [] : [[instance, samples] as const],
    ),
  );
}

/** @throws RmqctlError REPORT_UNWRITABLE */
async function write({ cwd }: CommandContext, file: string, text: string): Promise<void> {
  try {
    await writeFile(resolve(cwd, file), text);
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new RmqctlError('REPORT_UNWRITABLE', `cannot write the report ${file}: ${found}`, {
      hint: 'name a file in a directory that exists and may be written to',
      cause,
    });
  }
}
