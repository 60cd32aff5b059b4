import type { Clock } from './core/clock.ts';

/** The longest delay that Node's timers take, in milliseconds. */
const longest = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Math.floor(performance.timeOrigin + performance.now()),
  wallTime: () => Date.now(),
  setTimer: (milliseconds, run) => {
    const timer = setTimeout(run, Math.min(Math.max(0, milliseconds), longest));
    return () => clearTimeout(timer);
  },
};
