import { isDeepStrictEqual } from 'node:util';
import type { Failed, Outcome } from './compare-many.ts';
import type { Difference, Verdict } from './compare.ts';
import { knownDifferences } from './known-differences.ts';

/** What was compared and what came of it, in lines to print. */
export function report({ verdicts, different, unsteady, shortest }: Outcome): readonly string[] {
  const sum = (count: (verdict: Verdict) => number): number => verdicts.reduce((total, verdict) => total + count(verdict), 0);
  return [
    ...(shortest === undefined ? [] : describe(shortest)),
    ...[...counted(verdicts)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([what, count]) => `  ${what}: ${count}`),
    ...knownDifferences.map(({ where, because, so }) => `  not compared: ${where} (${because}): ${so}`),
    `  writes that only CEL rules refused: ${sum((verdict) => verdict.refusedByRules)}`,
    ...unsteady.map(
      ({ number, difference }) => `  by the real server's timing, and not when repeated: history ${number}: ${where(difference)}`,
    ),
    `${verdicts.length} histories, ${sum((verdict) => verdict.compared)} answers and events compared: ${different.length} histories differ`,
    ...different.slice(0, 40).map(({ number, difference }) => `history ${number}: ${where(difference)}`),
    ...(different.length === 0 ? [] : ['one history again: --only NUMBER with the same seed']),
  ];
}

/** How many answers there were, by verb and status. */
export function counted(verdicts: readonly Verdict[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const what of verdicts.flatMap(({ answers }) => answers)) counts.set(what, (counts.get(what) ?? 0) + 1);
  return counts;
}

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

function describe({ number, history, difference }: Failed): readonly string[] {
  return [
    `history ${number} of ${history.kinds.join(' and ')}, shortened to:`,
    ...history.steps.map((step) => `  ${show(step)}`),
    ...history.watches.map((watch) => `  ${show(watch)}`),
    where(difference),
    `  real  ${show(difference.real)}`,
    `  model ${show(difference.model)}`,
  ];
}

const where = ({ asked, real, model }: Difference): string => `${asked} differs in ${differing(real, model, '').join(', ')}`;

function differing(a: unknown, b: unknown, at: string): readonly string[] {
  if (isDeepStrictEqual(a, b)) return [];
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return [at];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) => differing((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${at}.${key}`));
}
