import type { Clock } from '../../../src/simulator/clock.ts';

export interface VirtualClock extends Clock {
  /** Moves time on and wakes who slept until then. */
  advance(milliseconds: number): void;
  /** How many sleep now. */
  sleeping(): number;
}

/** Time that stands still until a test moves it. It starts at the real time: the SDK compares it with expiry dates. */
export function virtualClock(start = Date.now()): VirtualClock {
  let now = start;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (milliseconds) => new Promise((resolve) => sleepers.push({ at: now + milliseconds, wake: resolve })),
    sleeping: () => sleepers.length,
    advance(milliseconds) {
      now += milliseconds;
      const awake = sleepers.filter(({ at }) => at <= now);
      for (const sleeper of awake) {
        sleepers.splice(sleepers.indexOf(sleeper), 1);
        sleeper.wake();
      }
    },
  };
}
