import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './alive.ts';
import { codeOf } from '../std/errno.ts';

const HEARTBEAT_MS = 1000;
/** A holder that has not touched its lock for so long is gone. */
const STALE_MS = 10_000;
const POLL_MS = 200;

export interface LockOptions {
  /** called once when another run holds the lock */
  readonly waiting: () => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `work` while no other process does the same work, so that it is not done twice. Nothing depends on it for
 * correctness: a lock whose holder stopped touching it is taken, and what `work` makes is renamed into place.
 * @throws the signal's reason when it is aborted while waiting
 */
export async function withLock<T>(path: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  await acquire(path, options);
  const heartbeat = setInterval(() => void touch(path), HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(path, { force: true });
  }
}

async function acquire(path: string, options: LockOptions): Promise<void> {
  for (let waited = false; !(await create(path)); waited = true) {
    if (!waited) options.waiting();
    if (await isStale(path)) await rm(path, { force: true });
    else await sleep(POLL_MS, undefined, options.signal === undefined ? {} : { signal: options.signal });
  }
}

async function create(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${hostname()} ${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Its holder was a process of this machine that is gone, or stopped touching it. */
async function isStale(path: string): Promise<boolean> {
  const holder = await readFile(path, 'utf8').catch(() => '');
  const [host, pid] = holder.split(' ');
  if (host === hostname() && pid !== undefined && !isAlive(Number(pid))) return true;
  return await stat(path).then(
    (found) => Date.now() - found.mtimeMs > STALE_MS,
    () => false,
  );
}

/** Another run may have taken a lock it thought stale: then there is nothing to touch. */
async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}
