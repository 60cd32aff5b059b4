import type { Cluster } from './cluster.ts';
import { type CrashPoint, type Moment, moments } from './crash-point.ts';
import { inLanes } from './lanes.ts';
import { type Outcome, run } from './run.ts';
import type { CrashScenario } from './scenario.ts';

/** One run with its kills, judged. */
export interface Judged {
  readonly scenario: CrashScenario;
  readonly points: readonly CrashPoint[];
  readonly outcome: Outcome;
}

/** A scenario whose undisturbed run is known. */
export interface Known {
  readonly scenario: CrashScenario;
  readonly calm: Outcome;
  /** How many effects it had. */
  readonly effects: number;
}

export async function undisturbed(cluster: Cluster, scenarios: readonly CrashScenario[], lanes: number): Promise<readonly Known[]> {
  const known: Known[] = [];
  await inLanes(
    lanes,
    scenarios.map((scenario) => async () => {
      const calm = await run(cluster, { scenario, points: [] });
      known.push({ scenario, calm, effects: calm.lives[0]?.length ?? 0 });
    }),
  );
  return known.toSorted((a, b) => scenarios.indexOf(a.scenario) - scenarios.indexOf(b.scenario));
}

/**
 * Kills at every effect. How they interleave is chance, so that a run may have more of them than the undisturbed one: at each moment the numbers
 * go on until a run ends before it comes to its kill.
 */
export async function singlePoints(
  cluster: Cluster,
  known: readonly Known[],
  { lanes, judged }: { readonly lanes: number; readonly judged: (one: Judged) => void },
): Promise<void> {
  const queue: (() => Promise<void>)[] = [];
  const enqueue = ({ scenario, calm, effects }: Known, moment: Moment, nth: number): void => {
    queue.push(async () => {
      const points = [{ moment, nth }];
      const outcome = await run(cluster, { scenario, points, expected: calm.end });
      judged({ scenario, points, outcome });
      if (nth >= effects && isHit(points, outcome)) enqueue({ scenario, calm, effects }, moment, nth + 1);
    });
  };
  for (const one of known) {
    for (let nth = 1; nth <= one.effects; nth += 1) for (const moment of moments) enqueue(one, moment, nth);
  }
  await inLanes(lanes, queue);
}

/** Whether every kill came before the end. */
export function isHit(points: readonly CrashPoint[], { lives }: Pick<Outcome, 'lives'>): boolean {
  return lives.length === points.length + 1;
}
