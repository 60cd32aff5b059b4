import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { history } from './arbitrary-history.ts';
import { compare, type Difference, type Verdict } from './compare.ts';
import type { Server } from './server.ts';
import { shrink } from './shrink.ts';
import type { History } from './step.ts';

export interface CompareOptions {
  readonly histories: number;
  readonly seed: number;
  readonly real: Server;
  /** Only the history of this number. */
  readonly only?: number;
}

export interface Outcome {
  readonly verdicts: readonly Verdict[];
  /** The histories that differ, each with the first answer that does. */
  readonly different: readonly Failed[];
  /** Those that did not when they were carried out once more: there the real server answers by its own timing, for the model has none. */
  readonly unsteady: readonly Failed[];
  /** One of those, shortened as far as it still differs. */
  readonly shortest: Failed | undefined;
}
export interface Failed {
  readonly number: number;
  readonly history: History;
  readonly difference: Difference;
}

/** Histories at once: each waits for its own answers only. */
const lanes = 6;

/** The histories of a seed, each in a place of its own on the real server and on a model of its own. */
export async function compareMany({ histories, seed, real, only }: CompareOptions): Promise<Outcome> {
  const run = runner(real);
  const drawn = [...fc.sample(history, { numRuns: histories, seed }).entries()];
  const queue = drawn.filter(([number]) => only === undefined || number === only).values();
  const verdicts: Verdict[] = [];
  const different: Failed[] = [];
  const unsteady: Failed[] = [];
  const lane = async (): Promise<void> => {
    for (const [number, one] of queue) {
      const verdict = await run(one);
      verdicts.push(verdict);
      if (verdict.difference === undefined) continue;
      const again = await run(one);
      (again.difference === undefined ? unsteady : different).push({ number, history: one, difference: verdict.difference });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const [first] = different.toSorted((a, b) => a.history.steps.length - b.history.steps.length);
  return { verdicts, different, unsteady, shortest: first === undefined ? undefined : await shorten(first, run) };
}

type Run = (history: History) => Promise<Verdict>;

/** A server may have seen the same seed before, so places are named by chance. */
function runner(real: Server): Run {
  const prefix = randomBytes(4).toString('hex');
  let places = 0;
  return (one) => compare(one, { real, namespace: `h${prefix}-${(places += 1)}x` });
}

async function shorten(failed: Failed, run: Run): Promise<Failed> {
  const shorter = await shrink(failed.history, async (one) => (await run(one)).difference !== undefined);
  const { difference } = await run(shorter);
  return difference === undefined ? failed : { ...failed, history: shorter, difference };
}
