import { type Clock, sleep } from '../core/clock.ts';

/** Work that goes one at a time for each key, in the order of asking. */
export interface Turns {
  inTurn<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** `pause` is the time between the end of one turn and the beginning of the next, in milliseconds. */
export function createTurns(clock: Clock, pause: number): Turns {
  const last = new Map<string, Promise<void>>();
  return {
    inTurn: (key, work) => {
      const mine = (last.get(key) ?? Promise.resolve()).then(work);
      const rested = mine.then(
        () => sleep(clock, pause),
        () => sleep(clock, pause),
      );
      last.set(key, rested);
      void rested.then(() => last.get(key) === rested && last.delete(key));
      return mine;
    },
  };
}
