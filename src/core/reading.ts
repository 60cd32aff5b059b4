import type { Failure } from './outcome.ts';

/**
 * The answer to one read of AWS, all pages of it. `sequence` rises by one with each successful read of the same question; a failed
 * one leaves a gap and a restart begins anew, so that only n and n + 1 are two successive listings.
 * An unknown reading is never a reason to write.
 */
export type Reading<T> =
  | { readonly known: true; readonly value: T; readonly begunAt: number; readonly sequence: number }
  /** `repeated`: the answer before, to the same question, failed in the same way. */
  | { readonly known: false; readonly failure: Failure; readonly repeated: boolean };

/** One thing, as a reading proves it. `absent` only where a read by ID or a live look-up has shown it. */
export type Fact<T> =
  | { readonly state: 'present'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown'; readonly failure: Failure };

export function present<T>(value: T): Fact<T> {
  return { state: 'present', value };
}
export const absent: Fact<never> = { state: 'absent' };
export function unknown(failure: Failure): Fact<never> {
  return { state: 'unknown', failure };
}

export function mapFact<T, U>(fact: Fact<T>, map: (value: T) => U): Fact<U> {
  return fact.state === 'present' ? present(map(fact.value)) : fact;
}

export function mapReading<T, U>(reading: Reading<T>, map: (value: T) => U): Reading<U> {
  return reading.known ? { ...reading, value: map(reading.value) } : reading;
}

/** Carries a reading over to a fact: `pick` chooses from what was read, and undefined means absent. */
export function factOf<T, U>(reading: Reading<T>, pick: (value: T) => U | undefined): Fact<U> {
  if (!reading.known) return unknown(reading.failure);
  const value = pick(reading.value);
  return value === undefined ? absent : present(value);
}
