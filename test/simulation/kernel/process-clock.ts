import type { Clock } from '../../../src/core/clock.ts';
import type { Timeline } from './timeline.ts';

/** The clock of the machine that the operator runs on: it may be wrong, jump and run too fast, and outlives every process. */
export interface MachineClock {
  now(): number;
  jump(milliseconds: number): void;
  setRate(rate: number): void;
  /** For one process: its timers die with it. */
  forProcess(isAlive: () => boolean): Clock;
}

export function machineClock(timeline: Timeline): MachineClock {
  let base = timeline.now;
  let since = timeline.now;
  let rate = 1;
  const now = (): number => Math.round(base + (timeline.now - since) * rate);
  const rebase = (): void => {
    base = now();
    since = timeline.now;
  };
  return {
    now,
    jump: (milliseconds) => {
      rebase();
      base += milliseconds;
    },
    setRate: (to) => {
      rebase();
      rate = to;
    },
    forProcess: (isAlive) => ({
      now,
      // A timer counts from when it is set, whatever the time of day does.
      setTimer: (milliseconds, run) => timeline.after(milliseconds / rate, 'timer', () => isAlive() && run()),
    }),
  };
}
