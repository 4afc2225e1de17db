import { join } from 'node:path';

/** Where a playground is on this machine: everything below the user's home. */
export interface PlaygroundPaths {
  /** of this playground alone */
  readonly root: string;
  /** its inventory, by which every other command finds it */
  readonly inventory: string;
  /** of all playgrounds: what rmqctl remembers of them */
  readonly state: string;
}

/** @param home absolute path of the user's home */
export function playgroundPaths(home: string, name: string): PlaygroundPaths {
  const all = allPlaygrounds(home);
  return { root: join(all, name), inventory: join(all, name, 'inventory.yaml'), state: join(all, '.state') };
}

/** The directory that holds every playground of a user. */
export function allPlaygrounds(home: string): string {
  return join(home, 'rocketmq', 'playground');
}
