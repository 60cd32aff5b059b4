import type { PendingCreate } from './tokens.ts';

/** An account and a Region: those of the object itself where not told. The access is named as in `spec.accessRef`. */
export interface Place {
  readonly accessRef?: string | undefined;
  readonly region?: string | undefined;
}

/** One AWS call, as data. With an `intent`, the engine records it in status before the call is made, and clears it never by itself. */
export interface ActionBase {
  readonly type: string;
  /** Which part of the object, where it has several that each go their own way: tries are remembered for each. */
  readonly part?: string;
  /** Where the call is made, if not in the object's own account and Region. */
  readonly place?: Place;
  readonly intent?: PendingCreate;
  /** Set on what cannot be undone: the engine reads the object live, right before, and gives up if it is another or no longer being deleted as planned. */
  readonly destructive?: true;
}

/** Under which name the tries of an action are remembered. */
export function tryName({ type, part }: Pick<ActionBase, 'type' | 'part'>): string {
  return part === undefined ? type : `${type} ${part}`;
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
