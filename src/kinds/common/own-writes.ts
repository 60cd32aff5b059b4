import { type ActionBase, tryName } from '../../core/plan.ts';
import type { Recent } from '../../core/recent.ts';
import { canonicalJSON } from '../../core/tokens.ts';
import type { View } from '../kind.ts';

type Moment = Pick<View, 'recent' | 'now' | 'periods'>;

/** AWS may show the old state for a while after it has taken a change: the same change is not sent again for so many readings. */
const settling = 6;

/** When something of ours was last carried out, or may have been. */
export function lastWrite(recent: Recent): number | undefined {
  const carriedOut = Object.values(recent.tries).filter(({ outcome }) => outcome.result === 'done' || outcome.failure.class === 'unknown');
  return carriedOut.length === 0 ? undefined : Math.max(...carriedOut.map((one) => one.at));
}

/** For twice the time that AWS may hide what was done, a resource that we wrote to is read by ID, every few seconds. */
export function isWatched({ recent, now, periods }: Moment): boolean {
  const writtenAt = lastWrite(recent);
  return writtenAt !== undefined && now - writtenAt < 2 * periods.grace;
}

/** A read begun in the very millisecond of a write may have come before it; none can begin in the future. */
export function laterThan(write: number, now: number): number {
  return Math.min(write + 1, now);
}

/** The same change is not sent again at once only because AWS does not show it yet. */
export function justDone(action: ActionBase, { recent, now, periods }: Moment): boolean {
  const last = recent.tries[tryName(action)];
  const same = last?.outcome.result === 'done' && last.key === canonicalJSON(action);
  return action.intent === undefined && same && now - last.at < settling * periods.pending;
}

/** Whether AWS's last word on actions of this type was that they cannot be, for what they ask: somebody else's thing may be in the way. */
export function refusedLast(type: string, { recent }: Pick<View, 'recent'>): boolean {
  const outcome = recent.tries[type]?.outcome;
  return outcome?.result === 'failed' && ['terminal', 'conflict', 'dependency'].includes(outcome.failure.class);
}
