import { run, type Verdict } from './run.ts';
import type { Schedule } from './schedule.ts';

/** The fewest deeds and mishaps that still break the same invariant: one after the other is left out, until none can be. */
export async function shrink(schedule: Schedule, verdict: Verdict): Promise<Schedule> {
  const invariant = verdict.violations[0]?.invariant;
  const stillBroken = async (smaller: Schedule): Promise<boolean> => {
    const { violations } = await run(smaller);
    return violations[0]?.invariant === invariant;
  };
  let smallest = schedule;
  for (let before = ''; before !== JSON.stringify(smallest); ) {
    before = JSON.stringify(smallest);
    for (const part of ['mishaps', 'deeds'] as const) {
      for (let index = smallest[part].length - 1; index >= 0; index -= 1) {
        const smaller = { ...smallest, [part]: smallest[part].toSpliced(index, 1) };
        if (await stillBroken(smaller)) smallest = smaller;
      }
    }
  }
  return smallest;
}
