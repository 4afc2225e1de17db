import { ExitCode, worstExit } from '../../errors.ts';
import type { Emit, SummaryEvent } from '../../model/events.ts';
import type { CommonArguments, Io } from '../context.ts';
import { failureEvent, exitOf } from '../failure.ts';
import type { Drawn, ReportFile } from './report-file.ts';

/** The files that the run writes: --json-file, --markdown, and a GitHub job's summary. @throws RmqctlError REPORT_UNWRITABLE */
export async function openReportFiles(
  flags: Pick<CommonArguments, 'jsonFile' | 'markdown' | 'verbose'>,
  io: Pick<Io, 'env' | 'cwd'>,
  document: boolean,
): Promise<readonly ReportFile[]> {
  const asked = flags.jsonFile !== undefined || flags.markdown !== undefined;
  if (!asked && io.env['GITHUB_STEP_SUMMARY'] === undefined) return [];
  const { openWriters } = await import('./report-writers.ts');
  return openWriters(flags, io, document);
}

/** Closes the files, and reports those that could not be written. @returns the exit code for these */
export async function closeReportFiles(
  files: readonly ReportFile[],
  summary: SummaryEvent,
  { drawn, emit }: { readonly drawn: Drawn; readonly emit: Emit },
): Promise<ExitCode> {
  const exits = await Promise.all(
    files.map(async ({ asked, close }) => {
      try {
        await close(summary, drawn);
        return ExitCode.ok;
      } catch (error) {
        const failure = failureEvent(error);
        emit(asked ? failure : { ...failure, severity: 'warning' });
        return asked ? exitOf(error) : ExitCode.ok;
      }
    }),
  );
  return worstExit(exits);
}
