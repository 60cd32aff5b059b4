/** The simulator's only source of time. Tests pass a virtual one; `systemClock` is for the command line. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves once `milliseconds` have passed on this clock. */
  sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
