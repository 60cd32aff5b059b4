import type { Clock } from '../../../src/core/clock.ts';
import type { Timeline } from './timeline.ts';

/** The clock of the machine that the operator runs on: its time of day may be wrong and set, and it may run too fast. It outlives every process. */
export interface MachineClock {
  /** Sets the time of day. */
  jump(milliseconds: number): void;
  setRate(rate: number): void;
  /** For one process: its timers die with it. */
  forProcess(isAlive: () => boolean): Clock;
}

export function machineClock(timeline: Timeline): MachineClock {
  let base = timeline.now;
  let since = timeline.now;
  let rate = 1;
  let error = 0;
  const now = (): number => Math.floor(base + (timeline.now - since) * rate);
  return {
    jump: (milliseconds) => {
      error += milliseconds;
    },
    setRate: (to) => {
      base = now();
      since = timeline.now;
      rate = to;
    },
    forProcess: (isAlive) => ({
      now,
      wallTime: () => now() + error,
      setTimer: (milliseconds, run) => timeline.after(milliseconds / rate, 'timer', () => isAlive() && run()),
    }),
  };
}
