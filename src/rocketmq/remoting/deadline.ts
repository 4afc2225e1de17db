import { setMaxListeners } from 'node:events';

export interface Deadline {
  readonly timeoutMs: number;
  /** the error to reject with when the time is over */
  readonly timeoutError: () => Error;
  /** signals that end the wait with their reason */
  readonly signals: readonly AbortSignal[];
}

/**
 * Waits for work, but no longer than a deadline allows. The work itself is not stopped: its outcome, a rejection
 * included, is then ignored.
 */
export async function within<T>(deadline: Deadline, work: Promise<T>): Promise<T> {
  const stopListening: (() => void)[] = [];
  // Every request of a run may listen to one signal, and all stop listening when they are done: no leak to warn of.
  setMaxListeners(0, ...deadline.signals);
  try {
    return await new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => reject(deadline.timeoutError()), deadline.timeoutMs);
      stopListening.push(() => clearTimeout(timer));
      for (const signal of deadline.signals) {
        const onAbort = (): void => reject(signal.reason);
        if (signal.aborted) onAbort();
        signal.addEventListener('abort', onAbort, { once: true });
        stopListening.push(() => signal.removeEventListener('abort', onAbort));
      }
      work.then(resolve, reject);
    });
  } finally {
    for (const stop of stopListening) stop();
  }
}
