import { supervisorNamed, UNNAMED_SUPERVISOR } from '../hosts/supervisors/registry.ts';
import { lines, Script } from '../shell/script.ts';
import { file, type File, type FileRef, type FoundFile } from './file.ts';
import { defineKind } from './resource.ts';

interface UnitRef extends FileRef {
  /** its id; absent: UNNAMED_SUPERVISOR */
  readonly supervisor?: string | undefined;
}

/** A file by which a supervisor knows an instance. */
export interface Unit extends UnitRef, File {}

/** A supervisor's unit: a file that the supervisor has to hear of when it goes. Its service reloads it when it starts. */
export const unit = defineKind<UnitRef, Unit, FoundFile>({
  ...file,
  kind: 'unit',
  ref: ({ path, supervisor }) => (supervisor === UNNAMED_SUPERVISOR ? { path } : { path, supervisor }),
  remove(ref, found) {
    const change = file.remove?.(ref, found);
    const { unitGone = Script.empty } = supervisorNamed(ref.supervisor ?? UNNAMED_SUPERVISOR);
    return change && { ...change, apply: lines([change.apply, unitGone]) };
  },
});
