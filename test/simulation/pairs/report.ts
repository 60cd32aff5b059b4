import { nameOf } from '../../crash/crash-point.ts';
import type { Played } from './share.ts';

/** Of a run that went wrong: what is wrong, and how to play it again. */
export function failureText({ scenario, points, outcome }: Played): string {
  const at = points.length === 0 ? '' : ` --at '${nameOf(points)}'`;
  return [
    `\nWRONG: ${scenario}, ${points.length === 0 ? 'undisturbed' : `killed ${nameOf(points)}`}`,
    ...outcome.wrong.map((one) => `  ${one.replaceAll('\n', '\n  ')}`),
    `  npm run simulate:pairs -- --only '${scenario}'${at}`,
  ].join('\n');
}

interface Row {
  effects: number;
  points: number;
  pairs: number;
  /** Second kills that met only what a dead process had sent. */
  missed: number;
  wrong: number;
}

/** Sums up by scenario. */
export class Report {
  readonly #rows = new Map<string, Row>();

  add({ scenario, points, outcome }: Played): void {
    const row = this.#rows.get(scenario) ?? { effects: 0, points: 0, pairs: 0, missed: 0, wrong: 0 };
    this.#rows.set(scenario, row);
    if (points.length === 0) row.effects = outcome.effects;
    else if (outcome.kills < points.length) row.missed += 1;
    else if (points.length === 1) row.points += 1;
    else row.pairs += 1;
    if (outcome.wrong.length > 0) row.wrong += 1;
  }

  /** Runs that went wrong. */
  get wrong(): number {
    return this.#total().wrong;
  }

  /** A line for each scenario, and one for all. */
  lines(): readonly string[] {
    return [...this.#rows, ['all', this.#total()] as const].map(([name, { effects, points, pairs, missed, wrong }]) =>
      [
        name.padEnd(34),
        `${String(effects).padStart(4)} effects`,
        `${String(points).padStart(5)} points`,
        `${String(pairs).padStart(6)} pairs`,
        `${String(missed).padStart(5)} met nobody alive`,
        `${String(wrong).padStart(4)} wrong`,
      ].join(' '),
    );
  }

  #total(): Row {
    const total: Row = { effects: 0, points: 0, pairs: 0, missed: 0, wrong: 0 };
    for (const row of this.#rows.values())
      for (const name of ['effects', 'points', 'pairs', 'missed', 'wrong'] as const) total[name] += row[name];
    return total;
  }
}
