import { inspect } from 'node:util';
import type { Cluster } from './cluster.ts';
import type { CrashPoint } from './crash-point.ts';
import { inLanes } from './lanes.ts';
import { type Outcome, run } from './run.ts';
import type { CrashScenario } from './scenario.ts';

/** A scenario whose undisturbed run is known. */
export interface Known {
  readonly scenario: CrashScenario;
  readonly calm: Outcome;
  /** How many effects it had. */
  readonly effects: number;
}

/** One run with its kills. */
export interface Judged {
  readonly scenario: CrashScenario;
  readonly points: readonly CrashPoint[];
  readonly outcome: Outcome;
}

/** Where runs take place, how many at once, and who hears of each. */
export interface Bench {
  readonly cluster: Cluster;
  readonly lanes: number;
  readonly judged: (one: Judged) => void;
}

export async function undisturbed({ cluster, lanes }: Bench, scenarios: readonly CrashScenario[]): Promise<readonly Known[]> {
  const known = new Map<CrashScenario, Known>();
  const jobs = scenarios.map((scenario) => async () => {
    const calm = await outcomeOf(run(cluster, { scenario, points: [] }));
    known.set(scenario, { scenario, calm, effects: calm.lives[0]?.length ?? 0 });
  });
  await inLanes(lanes, jobs);
  return scenarios.flatMap((scenario) => known.get(scenario) ?? []);
}

/** Runs a scenario with these kills, and reports it. */
export async function judge({ cluster, judged }: Bench, { scenario, calm }: Known, points: readonly CrashPoint[]): Promise<Judged> {
  const outcome = await outcomeOf(run(cluster, { scenario, points, expected: calm.end }));
  const one = { scenario, points, outcome };
  judged(one);
  return one;
}

/** What a run could not bring to its end is as wrong as what ends wrongly. */
async function outcomeOf(running: Promise<Outcome>): Promise<Outcome> {
  try {
    return await running;
  } catch (error) {
    return { end: { state: '', made: 0 }, lives: [], wrong: [inspect(error)], output: '' };
  }
}

/** Whether every kill came before the end. */
export function isHit({ points, outcome }: Judged): boolean {
  return outcome.lives.length === points.length + 1;
}
