import type { Clock } from './clock.ts';

interface Due {
  readonly at: number;
  readonly change: () => void;
}

/**
 * Changes that come due by the clock. Nothing is a timer: `settle` runs what is due, in order of time and, within one
 * moment, in the order it was asked for. A change that schedules another counts from its own due time, so that a long jump of a
 * virtual clock goes through every state at the moment it would have had.
 */
export interface Agenda {
  after(milliseconds: number, change: () => void): void;
  settle(): void;
}

export function createAgenda(clock: Clock): Agenda {
  const due: Due[] = [];
  let settlingAt: number | undefined;
  return {
    after(milliseconds, change) {
      const at = (settlingAt ?? clock.now()) + milliseconds;
      // A linear search from the end: most changes are due last.
      let index = due.length;
      while (index > 0 && (due[index - 1]?.at ?? 0) > at) index -= 1;
      due.splice(index, 0, { at, change });
    },
    settle() {
      if (settlingAt !== undefined) return;
      try {
        for (let first = due[0]; first !== undefined && first.at <= clock.now(); first = due[0]) {
          due.shift();
          settlingAt = first.at;
          first.change();
        }
      } finally {
        settlingAt = undefined;
      }
    },
  };
}
