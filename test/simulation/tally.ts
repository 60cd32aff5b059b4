import type { Explored } from './explore.ts';
import { isFault } from './faults.ts';
import { mishapClasses } from './kernel/mishaps.ts';

/** What others do to AWS, and what happens to the machine: the faults that no message carries. */
const troubles = [
  'crash',
  'compact',
  'clock ahead',
  'clock back',
  'clock twice as fast',
  'revoke the role',
  'move the access',
  'reads fail',
  'expire sessions',
  'lower the quota',
  'replace the load balancer',
  'delete behind its back',
  'tag by hand',
  'strip its tags',
  'claim for another cluster',
  'reject by hand',
] as const;

/** Every fault of the alphabet, by name. */
export const alphabet: readonly string[] = [...new Set<string>([...Object.values(mishapClasses).flat(), ...troubles])];

/** Sums up an exploration as it goes. */
export class Tally {
  schedules = 0;
  counted = 0;
  wire = 0;
  steps = 0;
  effects = 0;
  lives = 0;
  readonly failed: Explored[] = [];
  readonly #hits = new Map<string, number>();
  readonly #states = new Set<number>();
  /** Distinct states after so many schedules. */
  readonly #curve: (readonly [schedules: number, states: number])[] = [];

  add(explored: Explored): void {
    this.schedules += 1;
    if (explored.counts) this.counted += 1;
    if (explored.wire) this.wire += 1;
    this.steps += explored.steps;
    this.effects += explored.effects;
    this.lives += explored.lives;
    for (const [kind, count] of explored.hits) this.#hits.set(kind, (this.#hits.get(kind) ?? 0) + count);
    for (const state of explored.states) this.#states.add(state);
    if (explored.violations.length > 0) this.failed.push(explored);
    if (Number.isInteger(Math.log2(this.schedules)) || this.schedules % 5_000 === 0) this.#curve.push([this.schedules, this.#states.size]);
  }

  /** Faults of the alphabet that hit fewer than so many times. */
  rarer(than: number): readonly string[] {
    return alphabet.filter((kind) => (this.#hits.get(kind) ?? 0) < than);
  }

  lines(): readonly string[] {
    const faults = [...this.#hits].filter(([kind]) => isFault(kind)).toSorted(([, a], [, b]) => b - a);
    return [
      `${this.counted} schedules with at least 2 objects, 20 effects and 2 faults (${this.schedules} run, ${this.wire} of them over SDK and HTTP)`,
      `${this.steps} steps, ${this.effects} effects, ${this.lives} processes, ${this.#states.size} distinct states`,
      `new states: ${[...this.#curve, [this.schedules, this.#states.size]].map(([schedules, states]) => `${schedules}: ${states}`).join(', ')}`,
      `faults that hit: ${faults.reduce((sum, [, count]) => sum + count, 0)}`,
      ...faults.map(([kind, count]) => `  ${String(count).padStart(7)}  ${kind}`),
      ...this.rarer(1).map((kind) => `        0  ${kind}`),
    ];
  }
}
