import { lstatSync, statSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { messageOf, RmqctlError } from '../../errors.ts';
import type { RmqctlEvent, SummaryEvent } from '../../model/events.ts';
import type { Topology } from '../../model/topology.ts';

/** A file with a record of a run. */
export interface ReportFile {
  /** the user asked for it: a run that could not write it has failed */
  readonly asked: boolean;
  readonly emit: (event: RmqctlEvent) => void;
  /** @throws RmqctlError REPORT_UNWRITABLE */
  readonly close: (summary: SummaryEvent, drawn: Drawn) => Promise<void>;
}

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

/**
 * Checks that reports can be written before there is anything to report; creates no file.
 * @param files undefined: none
 * @throws RmqctlError REPORT_UNWRITABLE
 */
export async function mustBeWritable(files: readonly (string | undefined)[], cwd: string): Promise<void> {
  for (const file of files) {
    if (file === undefined) continue;
    const path = resolve(cwd, file);
    const isNew = lstatSync(path, { throwIfNoEntry: false }) === undefined;
    // a pipe would be waited for, and ended
    const found = statSync(path, { throwIfNoEntry: false });
    if (found !== undefined && !found.isFile() && !found.isDirectory()) continue;
    try {
      await (await open(path, 'a')).close();
      if (isNew) await rm(path);
    } catch (cause) {
      throw unwritable(file, cause);
    }
  }
}
