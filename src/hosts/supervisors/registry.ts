import { either } from '../../std/either.ts';
import { lines, sh, type Script } from '../../shell/script.ts';
import { nohup } from './nohup.ts';
import type { Supervising, Supervisor, Units } from './supervisor.ts';
import { systemd } from './systemd.ts';

/** Every supervisor, the one that is liked best first; the last can be used everywhere. */
export const SUPERVISORS: readonly Supervisor[] = [systemd, nohup];

/** The one that can be used everywhere. */
export const ANYWHERE: Supervisor = nohup;

/** The one whose units name no supervisor, as in the manifests of versions that knew no other with units. */
export const UNNAMED_SUPERVISOR = systemd.id;

/** @throws Error when there is no such supervisor, which is a bug */
export function supervisorNamed(id: Supervisor['id']): Supervisor {
  const found = SUPERVISORS.find((supervisor) => supervisor.id === id);
  if (found === undefined) throw new Error(`there is no supervisor "${id}"`);
  return found;
}

/** Those that an inventory leaves the choice of. @param choice an id, or auto */
export function candidates(choice: string): readonly Supervisor[] {
  return SUPERVISORS.filter(({ id }) => choice === 'auto' || choice === id);
}

/** The one that keeps instances running on a host: the first candidate that can be used there. */
export function supervisorOn(host: Supervising, choice: string): Supervisor | undefined {
  return candidates(choice).find((supervisor) => supervisor.unfit(host) === undefined);
}

/** For people: those that raise the limits of open files. */
export function raisingLimits(): string {
  return either(SUPERVISORS.filter((each) => each.raisesLimits).map(({ id }) => id));
}

/** Prints a line "supervisor=ID" for each supervisor that runs the host's services. */
export function supervisorsProbe(): Script {
  return lines(
    SUPERVISORS.flatMap(({ id, runs }) =>
      runs === undefined ? [] : [sh`if ${runs}; then echo ${`supervisor=${id}`}; fi`],
    ),
  );
}

/** Prints the unit that the process `$pid` runs in as "ID UNIT"; nothing if no supervisor has it in one. */
export function unitProbe(): Script {
  return lines(
    SUPERVISORS.flatMap(({ id, units }) =>
      units === undefined ? [] : [sh`unit=$(${units.ofProcess}); [ -z "$unit" ] || echo ${id} "$unit"`],
    ),
  );
}

/** A unit of any program, and whose it is. */
export interface FoundUnit {
  readonly name: string;
  readonly stopping: ReturnType<Units['stopping']>;
}

/** The first line of what `unitProbe` printed. */
export function parseUnit(text: string): FoundUnit | undefined {
  const [id, name] = text.split('\n', 1)[0]!.split(' ');
  const units = SUPERVISORS.find((each) => each.id === id)?.units;
  return units === undefined || name === undefined ? undefined : { name, stopping: units.stopping(name) };
}
