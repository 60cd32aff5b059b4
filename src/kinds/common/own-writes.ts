import type { ActionBase } from '../../core/plan.ts';
import type { Recent } from '../../core/recent.ts';
import { canonicalJSON } from '../../core/tokens.ts';

/** For so long after a write of ours a resource is read by ID, every few seconds. */
const watchedAfterWrite = 10 * 60_000;
/** AWS may show the old state for a while after it has taken a change. */
const settling = 30_000;

/** When something of ours was last carried out, or may have been. */
export function lastWrite(recent: Recent): number | undefined {
  const carriedOut = Object.values(recent.tries).filter(({ outcome }) => outcome.result === 'done' || outcome.failure.class === 'unknown');
  return carriedOut.length === 0 ? undefined : Math.max(...carriedOut.map((one) => one.at));
}

export function isWatched(recent: Recent, now: number): boolean {
  const writtenAt = lastWrite(recent);
  return writtenAt !== undefined && now - writtenAt < watchedAfterWrite;
}

/** A read begun in the very millisecond of a write may have come before it; none can begin in the future. */
export function laterThan(write: number, now: number): number {
  return Math.min(write + 1, now);
}

/** The same change is not sent again at once only because AWS does not show it yet. */
export function justDone(action: ActionBase, recent: Recent, now: number): boolean {
  const last = recent.tries[action.type];
  return action.intent === undefined && last?.outcome.result === 'done' && last.key === canonicalJSON(action) && now - last.at < settling;
}
