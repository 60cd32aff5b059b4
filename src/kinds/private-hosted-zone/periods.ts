import type { Periods } from '../kind.ts';

/** A zone at rest is read again after ten minutes, one in change after fifteen seconds; in the operator's own periods. */
export function restOf({ rare }: Periods): number {
  return 2 * rare;
}
export function pendingOf({ pending }: Periods): number {
  return 3 * pending;
}
