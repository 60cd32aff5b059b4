import { isFault } from './faults.ts';
import { run, type Verdict } from './schedule/run.ts';
import { scheduleOf } from './schedule/schedule.ts';
import { wireBackend } from './wire-backend.ts';

/** What one worker is to explore: every `stride`-th seed from `first`, until `count` are done or time is up. */
export interface Errand {
  readonly first: number;
  readonly stride: number;
  readonly count: number;
  /** In milliseconds of the machine; none unless given. */
  readonly budget: number | undefined;
  /** Every so manieth schedule goes through the SDK and over HTTP. */
  readonly wireEvery: number;
}

/** What one schedule came to, as plain data. */
export interface Explored {
  readonly seed: number;
  /** At least 2 objects, 20 effects and 2 faults that hit: fewer explore nothing. */
  readonly counts: boolean;
  readonly wire: boolean;
  readonly steps: number;
  readonly effects: number;
  readonly trace: number;
  readonly lives: number;
  readonly hits: readonly (readonly [string, number])[];
  readonly states: readonly number[];
  readonly violations: Verdict['violations'];
}

export async function explore(errand: Errand, tell: (explored: Explored) => void): Promise<void> {
  const begun = performance.now();
  const isOver = (): boolean => errand.budget !== undefined && performance.now() - begun > errand.budget;
  await using wire = wireBackend();
  for (let done = 0; done < errand.count && !isOver(); done += 1) {
    const seed = errand.first + done * errand.stride;
    const overWire = done % errand.wireEvery === errand.wireEvery - 1;
    const verdict = await run(scheduleOf(seed), overWire ? { backend: wire.backend } : {});
    tell(explored(seed, verdict, overWire));
  }
}

function explored(seed: number, verdict: Verdict, wire: boolean): Explored {
  const { steps, effects, trace, lives, objects, violations } = verdict;
  const hits = [...verdict.hits];
  const faults = hits.filter(([kind]) => isFault(kind)).reduce((sum, [, count]) => sum + count, 0);
  const counts = objects >= 2 && effects >= 20 && faults >= 2;
  return { seed, counts, wire, steps, effects, trace, lives, hits, states: [...verdict.states], violations };
}
