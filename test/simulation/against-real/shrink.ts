import type { History } from './step.ts';

/** A shorter history that still fails, found by leaving out ever smaller runs of steps and then watches. */
export async function shrink(history: History, fails: (history: History) => Promise<boolean>): Promise<History> {
  const { kinds } = history;
  let { steps, watches } = history;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = steps.length - size; from >= 0; from -= size) {
      const shorter = steps.toSpliced(from, size);
      if (await fails({ kinds, steps: shorter, watches })) steps = shorter;
    }
  if (await fails({ kinds, steps, watches: [] })) watches = [];
  return { kinds, steps, watches };
}
