import type { Catch } from './hunt.ts';
import type { Mutant } from './mutant.ts';

export type Ends = ReadonlyMap<Mutant, Catch>;

export function told(end: Catch): string {
  const seconds = `${end.seconds.toFixed(0)} s`;
  switch (end.end) {
    case 'found':
      return `found by "${end.invariant}" after ${end.schedules} schedules, ${seconds}: ${end.words}`;
    case 'nothing found':
      return `nothing found in ${end.schedules} schedules, ${seconds}`;
    case 'broken':
      return `no verdict after ${seconds}: ${end.words}`;
  }
}

/** A row a mutant: what it stands for, which invariant found it, and after how long. */
export function table(ends: Ends): readonly string[] {
  const rows = [...ends].map(([mutant, end]) => cells(mutant, end));
  const titles = ['mutant', 'stands for', 'found by', 'schedules', 'seconds'];
  return [titles, titles.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
}

function cells({ name, row, survives }: Mutant, end: Catch): readonly string[] {
  const seconds = end.seconds.toFixed(0);
  if (end.end === 'found') return [name, row, end.invariant, String(end.schedules), seconds];
  const reason = survives === undefined ? '' : `: ${survives}`;
  return end.end === 'broken' ? [name, row, 'no verdict', '', seconds] : [name, row, `nothing${reason}`, String(end.schedules), seconds];
}

export function found(ends: Ends): number {
  return [...ends.values()].filter(({ end }) => end === 'found').length;
}
