import { run } from './schedule/run.ts';
import { scheduleOf } from './schedule/schedule.ts';
import { shrink } from './schedule/shrink.ts';

/** Runs one seed again, tells its story, and shrinks it if it breaks something. Answers the exit code. */
export async function replay(seed: number, say: (line: string) => void): Promise<number> {
  const schedule = scheduleOf(seed);
  say(JSON.stringify(schedule, null, 1));
  const verdict = await run(schedule, { say });
  say(`${verdict.steps} steps, ${verdict.effects} effects, trace ${verdict.trace}`);
  for (const { invariant, words, at } of verdict.violations) say(`${invariant}, after ${at / 1_000} s: ${words}`);
  if (verdict.violations.length === 0) return 0;
  say(`the least that breaks it:\n${JSON.stringify(await shrink(schedule, verdict))}`);
  return 1;
}
