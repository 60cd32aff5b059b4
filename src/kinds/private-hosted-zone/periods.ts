import type { Periods } from '../kind.ts';

/** A zone at rest is read again after ten minutes, one in change after fifteen seconds; in the operator's own periods. */
export function restOf({ rare }: Periods): number {
  return 2 * rare;
}
/** A VPC that has just been tagged is to be found within a listing's period, however long AWS's filters hide the tag. */
export function lookUpOf({ listing }: Periods): number {
  return 0.9 * listing;
}
export function pendingOf({ pending }: Periods): number {
  return 3 * pending;
}
