import type { PendingCreate } from './tokens.ts';

/** One AWS call, as data. With an `intent`, the engine records it in status before the call is made, and clears it never by itself. */
export interface ActionBase {
  readonly type: string;
  readonly intent?: PendingCreate;
  /** Set on what cannot be undone: the engine reads the object live, right before, and gives up if it is another or no longer being deleted as planned. */
  readonly destructive?: true;
}

/**
 * What to do now: one stage, acting only on what has been observed. After the actions the engine observes again.
 * `done` says that nothing of ours is left and the finalizer may leave.
 */
export interface Plan<Action extends ActionBase> {
  readonly actions: readonly Action[];
  /** When to look again though nothing happens, in milliseconds. */
  readonly requeueAfter: number;
  readonly done?: true;
}
