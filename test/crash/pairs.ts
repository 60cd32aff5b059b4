import { seededRandom } from '../../src/simulator/random.ts';
import { type CrashPoint, nameOf } from './crash-point.ts';
import { type Bench, isHit, judge, type Known } from './judged.ts';
import { inLanes } from './lanes.ts';

/** What is left of a process that knew the reply is what is left of one that did not: `after` would run each pair twice. */
const moments = ['before', 'lost'] as const;

/** For every kill of the first life, a kill at every effect of the second. */
export async function allPairs(bench: Bench, known: readonly Known[]): Promise<void> {
  const queue: (() => Promise<void>)[] = [];
  const enqueue = (one: Known, first: CrashPoint, second: CrashPoint): void => {
    queue.push(async () => {
      // How many effects the second life has is known only when one has come to its end.
      if (isHit(await judge(bench, one, [first, second]))) enqueue(one, first, { ...second, nth: second.nth + 1 });
    });
  };
  for (const one of known) {
    for (let nth = 1; nth <= one.effects; nth += 1)
      for (const moment of moments) for (const second of moments) enqueue(one, { moment, nth }, { moment: second, nth: 1 });
  }
  await inLanes(bench.lanes, queue);
}

/** Draws until so many pairs have been killed twice. A draw whose second life ends too soon does not count, and is held to the same end. */
export async function drawnPairs(
  bench: Bench,
  known: readonly Known[],
  { count, seed }: { readonly count: number; readonly seed: string },
): Promise<void> {
  const draw = drawing(known, seededRandom(seed));
  const untilHit = async (): Promise<void> => {
    for (;;) {
      const { one, points } = draw();
      if (isHit(await judge(bench, one, points))) return;
    }
  };
  await inLanes(
    bench.lanes,
    Array.from({ length: count }, () => untilHit),
  );
}

interface Drawn {
  readonly one: Known;
  readonly points: readonly CrashPoint[];
}

/** So many draws in a row that were all made before mean that there is nothing left to draw. */
const vainDraws = 1_000;

/** No pair twice. The second kill is drawn from as many effects as the first has left, which a second life may exceed or fall short of by a few. */
function drawing(known: readonly Known[], random: () => number): () => Drawn {
  const drawn = new Set<string>();
  const upTo = (most: number): number => Math.floor(random() * most);
  const pointUpTo = (most: number): CrashPoint => ({ moment: moments[upTo(moments.length)] ?? 'before', nth: 1 + upTo(most) });
  return () => {
    for (let vain = 0; vain < vainDraws; vain += 1) {
      const one = known[upTo(known.length)];
      if (one === undefined) throw new Error('there is no scenario to draw from');
      const first = pointUpTo(one.effects);
      const points = [first, pointUpTo(one.effects - first.nth + 1)];
      const name = `${one.scenario.name} ${nameOf(points)}`;
      if (drawn.has(name)) continue;
      drawn.add(name);
      return { one, points };
    }
    throw new Error(`all pairs have been drawn: there are no more than ${drawn.size}`);
  };
}
