import type { Reached } from './endpoint-interfaces.ts';

export interface Question {
  /** In normal form. */
  readonly name: string;
  /** `A`, `TXT` and so on. */
  readonly type: string;
}

/** What DNS says to a question. */
export type Answer = Positive | Negative;

export interface Positive {
  readonly result: 'answered';
  /** Addresses, names or texts, by the question's type. */
  readonly values: readonly string[];
  /** The hosted zone whose record answered, hidden ones among them; undefined for what AWS or others serve in public. */
  readonly hostedZoneID: string | undefined;
  /** The endpoint whose addresses the values are. */
  readonly reached: Reached | undefined;
}

export interface Negative {
  readonly result: 'name-not-found' | 'no-data';
  readonly hostedZoneID: string | undefined;
  /** How long a resolver remembers it, as the zone's SOA says; 0 where no zone of the world said it. */
  readonly rememberedMs: number;
}
