import { nohup } from './nohup.ts';
import type { Supervisor } from './supervisor.ts';
import { systemd } from './systemd.ts';

/** Every supervisor, the one that is liked best first; the last can be used everywhere. */
export const SUPERVISORS: readonly Supervisor[] = [systemd, nohup];

/** @throws Error when there is no such supervisor, which is a bug */
export function supervisorNamed(id: Supervisor['id']): Supervisor {
  const found = SUPERVISORS.find((supervisor) => supervisor.id === id);
  if (found === undefined) throw new Error(`there is no supervisor "${id}"`);
  return found;
}
