import type { Clock } from '../core/clock.ts';
import type { Bucket } from './calls.ts';

/** Waits its turn for one action of one account and Region, in order of asking. */
export interface Limiter {
  take(signal?: AbortSignal): Promise<void>;
  /** AWS throttled us all the same, because others share the account: half the rate, recovering slowly. */
  throttled(): void;
}

/** The rate never falls below this part of the published one, and wins back a tenth of it a minute. */
const slowest = 1 / 16;
const recoveryPerMillisecond = 0.1 / 60_000;

export function createLimiter(bucket: Bucket, clock: Clock): Limiter {
  let tokens = bucket.capacity;
  let share = 1;
  let at = clock.now();
  let turn: Promise<void> = Promise.resolve();
  const refill = (): void => {
    const now = clock.now();
    // A clock set back must not take tokens away, nor one set forward give more than a full bucket.
    const passed = Math.max(0, now - at);
    tokens = Math.min(bucket.capacity, tokens + (passed * bucket.refillPerSecond * share) / 1000);
    share = Math.min(1, share + passed * recoveryPerMillisecond);
    at = now;
  };
  const wait = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        cancel();
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const cancel = clock.setTimer(milliseconds, done);
      signal?.addEventListener('abort', done, { once: true });
    });
  const takeTurn = async (signal: AbortSignal | undefined): Promise<void> => {
    for (;;) {
      signal?.throwIfAborted();
      refill();
      if (tokens >= 1) {
        tokens -= 1;
        return;
      }
      await wait(Math.ceil(((1 - tokens) * 1000) / (bucket.refillPerSecond * share)), signal);
    }
  };
  return {
    take: (signal) => {
      const mine = turn.then(() => takeTurn(signal));
      // Whoever comes next waits for this turn to end, not for it to succeed.
      turn = mine.catch(() => undefined);
      return mine;
    },
    throttled: () => {
      refill();
      share = Math.max(slowest, share / 2);
      tokens = 0;
    },
  };
}
