import { type Clock, withTimeout } from '../core/clock.ts';

/**
 * Gives work so many milliseconds of the operator's clock. The SDK's own timers go by the machine's. Rejects as soon as time is up, even where
 * the work takes no notice of its signal, as in finding credentials; a request that has not left by then never does.
 */
export function withDeadline<T>(clock: Clock, milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return withTimeout(clock, { milliseconds }, (signal) => Promise.race([work(signal), aborted(signal)]));
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
}
