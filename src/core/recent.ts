import type { Outcome } from './outcome.ts';

/**
 * What this process remembers of its own doing for one object; empty after a restart, and every rule must stay safe then.
 * It is input to the plan, so that planning stays pure.
 */
export interface Recent {
  /** When this process began: whatever is not remembered may have happened just before. */
  readonly startedAt: number;
  /** The last try of each action, by its `tryName`. */
  readonly tries: Readonly<Record<string, Try>>;
  /** When the object's own AWS resource was last read with a definite answer; `startedAt` before the first. */
  readonly lastGoodRead: number;
  /** The reason that the object's summary has given for not being Ready without a break, and since when. */
  readonly failing: { readonly reason: string; readonly since: number } | undefined;
}

export interface Try {
  /** Which action of that type: its whole content, so that an edited action counts as new. */
  readonly key: string;
  /** When it was first tried with this key, and last. */
  readonly firstAt: number;
  readonly at: number;
  readonly outcome: Outcome;
  /** The last time that a try with this key was or may have been carried out: it was done, or ended unknown, or an earlier process may have made it. */
  readonly maybeDoneAt: number | undefined;
  /** Failed tries in a row. */
  readonly failures: number;
  /** Not to be tried again before. */
  readonly notBefore: number;
}
