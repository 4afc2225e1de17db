import { messageOf, RmqctlError } from '../errors.ts';
import type { RmqctlEvent, SummaryEvent } from '../report/events.ts';
import type { Topology } from '../topology/topology.ts';

/** A file that is told of a run. */
export interface ReportFile {
  /** the user asked for it: a run that could not write it has failed */
  readonly asked: boolean;
  readonly emit: (event: RmqctlEvent) => void;
  /** @throws RmqctlError REPORT_UNWRITABLE */
  readonly close: (summary: SummaryEvent, drawn: Drawn) => Promise<void>;
}

/** What is known at the end of a run, besides its events. */
export interface Drawn {
  readonly topology: Topology | undefined;
  /** takes secrets out of plain data */
  readonly redact: <Data>(data: Data) => Data;
}

/** A report that could not be written. */
export function unwritable(file: string, cause: unknown): RmqctlError {
  return new RmqctlError('REPORT_UNWRITABLE', `cannot write the report ${file}: ${messageOf(cause)}`, {
    hint: 'name a file in a directory that exists and may be written to',
    cause,
  });
}
