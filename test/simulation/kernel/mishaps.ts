/** What can go wrong, by the event that it befalls. The n-th event of its class since the beginning meets the mishap that names it. */
export const mishapClasses = {
  effect: ['crash before the effect', 'crash after the effect', 'crash, reply lost'],
  'kube write': ['conflict', 'write lost', 'write reply lost', 'write unanswered', 'write refused with 500'],
  'kube read': ['read lost', 'read refused with 503', 'list from the past'],
  'watch event': [
    'event dropped',
    'event duplicated',
    'events reordered',
    'events delayed for minutes',
    'watch cut',
    'watch gone (410)',
    'bookmarks withheld',
  ],
  'aws write': [
    'timed out before',
    'timed out after',
    'cut before',
    'cut after',
    '5xx before',
    '5xx after',
    'carried out late',
    'throttled (action)',
    'throttled (account)',
    'throttled (organisation)',
    'refused by a quota',
    'denied for a while',
    'busy for a while (503)',
  ],
  'aws batch': ['batch carried out in part'],
  sts: ['read cut', 'read 5xx', 'read unanswered', 'read throttled'],
  'aws read': ['read cut', 'read 5xx', 'read unanswered', 'read throttled'],
  'aws list': ['items missing', 'items twice', 'state unknown'],
  'aws description': ['description empty'],
  'aws read by id': ['not found though it exists'],
} as const;

export type MishapClass = keyof typeof mishapClasses;
export type MishapOf<C extends MishapClass> = (typeof mishapClasses)[C][number];
export type MishapKind = MishapOf<MishapClass>;

export interface Mishap {
  readonly class: MishapClass;
  readonly kind: MishapKind;
  /** The n-th event of its class; the first is 1. */
  readonly at: number;
}

/** Hands each event its mishap, and counts those that hit. */
export class Mishaps {
  readonly hits = new Map<string, number>();
  readonly #planned = new Map<string, MishapKind>();
  readonly #seen = new Map<MishapClass, number>();
  #lifted = false;

  constructor(planned: readonly Mishap[]) {
    for (const { class: of, kind, at } of planned) this.#planned.set(`${of} ${at}`, kind);
  }

  /** Counts the event, and answers what befalls it. */
  meet<C extends MishapClass>(of: C): MishapOf<C> | undefined {
    const at = (this.#seen.get(of) ?? 0) + 1;
    this.#seen.set(of, at);
    if (this.#lifted) return undefined;
    // Under a class's name only what befalls it was planned.
    return this.#planned.get(`${of} ${at}`) as MishapOf<C> | undefined;
  }

  /** Events of the class so far. */
  seen(of: MishapClass): number {
    return this.#seen.get(of) ?? 0;
  }

  hit(kind: string): void {
    this.hits.set(kind, (this.hits.get(kind) ?? 0) + 1);
  }

  /** From now on nothing goes wrong any more. */
  lift(): void {
    this.#lifted = true;
  }
}
