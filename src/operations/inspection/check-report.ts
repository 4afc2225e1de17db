import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { picture } from '../../report/graph/picture.ts';
import { svg } from '../../report/graph/svg.ts';
import { html } from '../../report/html/html.ts';
import { junit, type CheckReport } from '../../report/junit.ts';
import type { Topology } from '../../model/topology.ts';
import type { Check } from '../../checks/verify/check.ts';
import { unproven } from '../../checks/verify/registry.ts';
import type { CommandContext } from '../context.ts';
import { unwritable } from '../files/report-file.ts';
import { type Finding, checkEvent } from '../../checks/finding.ts';

/** The files of a verification, if asked for. */
export interface ReportFiles {
  readonly junit?: string | undefined;
  readonly html?: string | undefined;
}

interface Verified {
  readonly topology: Topology;
  readonly answers: readonly Finding[];
  /** the checks that were asked */
  readonly checks: readonly Check[];
  /** --limit was given, and some things were not checked */
  readonly limited?: boolean;
  /** milliseconds */
  readonly began: number;
}

/**
 * Writes the reports of a verification: JUnit for CI, one page of HTML for people.
 * @throws RmqctlError REPORT_UNWRITABLE
 */
export async function writeReports(
  context: CommandContext,
  { began, checks, limited = false, ...found }: Verified,
  files: ReportFiles,
): Promise<void> {
  const { topology, answers } = context.redact(found);
  const report: CheckReport = {
    cluster: topology.cluster,
    version: topology.version,
    checks: answers.map(checkEvent),
    seconds: (context.now() - began) / 1000,
    time: context.now(),
  };
  if (files.junit !== undefined) await write(context, files.junit, junit(report));
  if (files.html === undefined) return;
  const drawn = svg(picture(topology), healthOf(answers));
  const left = [...unproven(checks, answers), ...(limited ? ['what --limit leaves out'] : [])];
  const latencies = latenciesOf(answers);
  await write(context, files.html, html({ ...report, picture: drawn, latencies, untried: left }));
}

/** The worst status of each instance. */
function healthOf(answers: readonly Finding[]): Map<string, Finding['status']> {
  const health = new Map<string, Finding['status']>();
  for (const status of ['skip', 'pass', 'warn', 'fail'] as const)
    for (const { instance, status: found } of answers)
      if (instance !== undefined && found === status) health.set(instance, status);
  return health;
}

function latenciesOf(answers: readonly Finding[]): Map<string, readonly number[]> {
  return new Map(
    answers.flatMap(({ instance, samples }) =>
      instance === undefined || samples === undefined ? [] : [[instance, samples] as const],
    ),
  );
}

async function write({ cwd }: CommandContext, file: string, text: string): Promise<void> {
  try {
    await writeFile(resolve(cwd, file), text);
  } catch (cause) {
    throw unwritable(file, cause);
  }
}
