import { pageAnswers } from './page.ts';
import { registered } from './registrations.ts';
import { inSync } from './replication.ts';
import type { AnyWait } from './wait.ts';

/** Every kind of wait. A new one is a file and a line here. */
const WAITS: readonly AnyWait[] = [pageAnswers, inSync, registered];

const BY_KIND = new Map(WAITS.map((wait) => [wait.kind, wait]));

/** @throws Error when there is no such kind, which is a bug */
export function waitNamed(kind: string): AnyWait {
  const wait = BY_KIND.get(kind);
  if (wait === undefined) throw new Error(`there is no wait "${kind}"`);
  return wait;
}
