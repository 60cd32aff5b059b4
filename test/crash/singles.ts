import { type CrashPoint, moments } from './crash-point.ts';
import { type Bench, isHit, judge, type Known } from './judged.ts';
import { inLanes } from './lanes.ts';

/** A number that the undisturbed run had and this one did not is tried again so often. */
const tries = 3;

/**
 * Kills at every effect. How they interleave is chance, so that a run may have a few more or fewer of them than the undisturbed one: at each moment
 * the numbers go on until a run ends before it comes to its kill.
 */
export async function singlePoints(bench: Bench, known: readonly Known[]): Promise<void> {
  const queue: (() => Promise<void>)[] = [];
  const enqueue = (one: Known, point: CrashPoint, left = tries): void => {
    queue.push(async () => {
      const hit = isHit(await judge(bench, one, [point]));
      if (hit && point.nth >= one.effects) enqueue(one, { ...point, nth: point.nth + 1 }, 1);
      if (!hit && left > 1) enqueue(one, point, left - 1);
    });
  };
  for (const one of known) {
    for (let nth = 1; nth <= one.effects; nth += 1) for (const moment of moments) enqueue(one, { moment, nth });
  }
  await inLanes(bench.lanes, queue);
}
