import { inspect } from 'node:util';
import { type CrashPoint, moments } from '../../crash/crash-point.ts';
import { type Calm, killed, type Outcome, undisturbed } from './play.ts';
import { type PairScenario, scenarios } from './scenarios.ts';

/** Which of the runs one worker is to play: of the first points of all scenarios, in their order, every `stride`-th from `first`. */
export interface Share {
  /** How the names of the scenarios begin. */
  readonly only: string;
  readonly first: number;
  readonly stride: number;
}

/** What one run came to, as plain data; the undisturbed run has no points. */
export interface Played {
  readonly scenario: string;
  readonly points: readonly CrashPoint[];
  readonly outcome: Outcome;
}

/** Kills at the point alone, and then at every effect of the lives after it as well. */
export async function playShare({ only, first, stride }: Share, tell: (played: readonly Played[]) => void): Promise<void> {
  let at = 0;
  for (const scenario of scenariosNamed(only)) {
    const calm = await undisturbed(scenario);
    if (at % stride === first || calm.wrong.length > 0) tell([undisturbedOf(calm)]);
    if (calm.wrong.length > 0) continue;
    for (let nth = 1; nth <= calm.effects; nth += 1) {
      for (const moment of moments) {
        if (at % stride === first) tell(await playFrom(calm, { moment, nth }));
        at += 1;
      }
    }
  }
}

export function scenariosNamed(only: string): readonly PairScenario[] {
  const found = scenarios.filter(({ name }) => name.startsWith(only));
  if (found.length === 0) throw new Error(`no scenario's name begins with "${only}"`);
  return found;
}

async function playFrom(calm: Calm, first: CrashPoint): Promise<readonly Played[]> {
  const alone = await judge(calm, [first]);
  const all = [alone];
  const left = alone.outcome.effects - first.nth;
  for (let nth = 1; nth <= left; nth += 1) for (const moment of moments) all.push(await judge(calm, [first, { moment, nth }]));
  return all;
}

/** What could not be played to its end is as wrong as what ends wrongly. */
export async function judge(calm: Calm, points: readonly CrashPoint[]): Promise<Played> {
  try {
    return { scenario: calm.scenario.name, points, outcome: await killed(calm, points) };
  } catch (error) {
    return { scenario: calm.scenario.name, points, outcome: { kills: 0, effects: 0, wrong: [inspect(error)] } };
  }
}

function undisturbedOf({ scenario, effects, wrong }: Calm): Played {
  return { scenario: scenario.name, points: [], outcome: { kills: 0, effects, wrong } };
}
