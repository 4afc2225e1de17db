import { closeSync, openSync, writeSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RmqctlEvent } from '../../model/events.ts';
import { ciSystem } from '../../report/ci/system.ts';
import { createJsonReporter } from '../../report/json.ts';
import type { CommonArguments, Io } from '../context.ts';
import { type Drawn, mustBeWritable, type ReportFile, unwritable } from './report-file.ts';

type Flags = Pick<CommonArguments, 'jsonFile' | 'markdown' | 'verbose'>;

async function attempt<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

/** Writes every event at once, so that the file of a killed run is complete up to then. */
async function eventsFile(file: string, cwd: string, verbose: boolean): Promise<ReportFile> {
  const descriptor = await attempt(file, () => openSync(resolve(cwd, file), 'w'));
  const write = (text: string): void => void writeSync(descriptor, text);
  const reporter = createJsonReporter({ verbose, stdout: { write } });
  return {
    asked: true,
    emit: (event) => reporter.emit(event),
    close: (summary) =>
      attempt(file, () => {
        reporter.close(summary);
        closeSync(descriptor);
      }),
  };
}

async function mermaidOf({ topology, redact }: Drawn): Promise<string | undefined> {
  if (topology === undefined) return undefined;
  const [{ picture }, { mermaid }] = await Promise.all([
    import('../../report/graph/picture.ts'),
    import('../../report/graph/mermaid.ts'),
  ]);
  return mermaid(picture(redact(topology)));
}

function markdownFile(file: string, asked: boolean, write: (text: string) => Promise<void>): ReportFile {
  const events: RmqctlEvent[] = [];
  return {
    asked,
    emit(event) {
      if (event.event !== 'progress' && event.event !== 'output') events.push(event);
    },
    close: (summary, drawn) =>
      attempt(file, async () => {
        const { markdown } = await import('../../report/markdown/markdown.ts');
        await write(markdown({ events, summary, mermaid: await mermaidOf(drawn) }));
      }),
  };
}

/**
 * The files that a run is to write.
 * @param document the run prints a document: it has no place in a job's summary
 * @throws RmqctlError REPORT_UNWRITABLE
 */
export async function openWriters(
  { jsonFile, markdown, verbose }: Flags,
  { env, cwd }: Pick<Io, 'env' | 'cwd'>,
  document: boolean,
): Promise<readonly ReportFile[]> {
  await mustBeWritable([markdown], cwd);
  const job = ciSystem(env) === 'github' && !document ? env['GITHUB_STEP_SUMMARY'] : undefined;
  return [
    ...(jsonFile === undefined ? [] : [await eventsFile(jsonFile, cwd, verbose)]),
    ...(markdown === undefined
      ? []
      : [markdownFile(markdown, true, (text) => writeFile(resolve(cwd, markdown), text))]),
    // a job's summary is shared by everything that runs in its step
    ...(job === undefined || job === ''
      ? []
      : [markdownFile(job, false, (text) => appendFile(job, `${text}\n`))]),
  ];
}
