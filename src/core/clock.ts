/** The operator's only source of time. Nothing else reads the time or sets a timer, so that a test's clock moves everything. */
export interface Clock {
  /**
   * Milliseconds, counted on from the start of the process: never set, so that every duration is measured by it. A grace that ended
   * early because somebody corrected the machine's time would have AWS's newest resources taken for absent.
   */
  now(): number;
  /** The time of day in milliseconds since the epoch, as the machine has it: for people to read, and for nothing else. */
  wallTime(): number;
  /** Runs once after so many milliseconds, unless the returned function is called before. */
  setTimer(milliseconds: number, run: () => void): () => void;
}

/** Resolves after so many milliseconds; rejects with the signal's reason when it is aborted before. */
export function sleep(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason as Error);
    const cancel = clock.setTimer(milliseconds, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    const abort = (): void => {
      cancel();
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/** Runs `work` with a signal that aborts after so many milliseconds, or when `outer` does. */
export async function withTimeout<T>(
  clock: Clock,
  limit: { readonly milliseconds: number; readonly outer?: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const cancel = clock.setTimer(limit.milliseconds, () =>
    controller.abort(new DOMException(`no answer within ${limit.milliseconds} ms`, 'TimeoutError')),
  );
  const forward = (): void => controller.abort(limit.outer?.reason);
  if (limit.outer?.aborted === true) forward();
  limit.outer?.addEventListener('abort', forward, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    cancel();
    limit.outer?.removeEventListener('abort', forward);
  }
}
