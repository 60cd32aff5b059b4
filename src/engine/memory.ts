import { type Detail, findCondition } from '../core/conditions.ts';
import type { Failure, Outcome } from '../core/outcome.ts';
import type { Recent, Try } from '../core/recent.ts';
import type { CommonFacts } from '../kinds/kind.ts';

/** What one object's last pass left behind in this process. Lost on a restart, by design. */
interface Entry {
  tries: Record<string, Try>;
  lastGoodRead: number;
  failing: Recent['failing'];
  facts: CommonFacts | undefined;
  /** Whether the recorded create was found in status rather than recorded by this process. */
  inheritedToken: string | undefined;
}

/** The engine's memory of its own doing, by object UID. */
export class Memory {
  readonly #entries = new Map<string, Entry>();
  readonly #startedAt: number;

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  recent(uid: string): Recent {
    const entry = this.#entry(uid);
    return { startedAt: this.#startedAt, tries: entry.tries, lastGoodRead: entry.lastGoodRead, failing: entry.failing };
  }

  facts(uid: string): CommonFacts | undefined {
    return this.#entry(uid).facts;
  }

  observed(uid: string, facts: CommonFacts, goodAt: number | undefined): void {
    const entry = this.#entry(uid);
    entry.facts = facts;
    if (goodAt !== undefined) entry.lastGoodRead = goodAt;
  }

  /** What a pass makes of the object: a reason that it gives again has lasted since it was first given. */
  summarised(uid: string, conditions: readonly Detail[], now: number): void {
    const entry = this.#entry(uid);
    const ready = findCondition(conditions, 'Ready');
    if (ready?.status !== 'False') entry.failing = undefined;
    else if (entry.failing?.reason !== ready.reason) entry.failing = { reason: ready.reason, since: now };
  }

  /** A recorded create met at first sight may have been sent by an earlier process. */
  inherit(uid: string, token: string): void {
    const entry = this.#entry(uid);
    if (entry.tries['Create'] === undefined) entry.inheritedToken ??= token;
  }

  /** Records a try and answers when it may be made again. */
  tried(uid: string, attempt: { readonly name: string; readonly key: string; readonly at: number; readonly outcome: Outcome }): void {
    const entry = this.#entry(uid);
    const before = entry.tries[attempt.name];
    const same = before?.key === attempt.key ? before : undefined;
    const failed = attempt.outcome.result === 'failed' ? attempt.outcome.failure : undefined;
    const failures = failed === undefined ? 0 : (same?.failures ?? 0) + 1;
    const inherited = entry.inheritedToken === attempt.key ? this.#startedAt : undefined;
    entry.tries = {
      ...fresh(entry.tries, attempt.at),
      [attempt.name]: {
        key: attempt.key,
        firstAt: same?.firstAt ?? attempt.at,
        at: attempt.at,
        outcome: attempt.outcome,
        maybeDoneAt: failed === undefined || failed.class === 'unknown' ? attempt.at : (same?.maybeDoneAt ?? inherited),
        failures,
        notBefore: failed === undefined ? attempt.at : attempt.at + retryDelay(failed, failures),
      },
    };
  }

  /** Lets every held action go at once: somebody asked for it. */
  release(uid: string): void {
    const entry = this.#entry(uid);
    entry.tries = Object.fromEntries(Object.entries(entry.tries).map(([type, one]) => [type, { ...one, notBefore: one.at }]));
  }

  forget(uid: string): void {
    this.#entries.delete(uid);
  }

  #entry(uid: string): Entry {
    let entry = this.#entries.get(uid);
    if (entry === undefined) {
      entry = { tries: {}, lastGoodRead: this.#startedAt, failing: undefined, facts: undefined, inheritedToken: undefined };
      this.#entries.set(uid, entry);
    }
    return entry;
  }
}

const second = 1_000;
const hour = 3_600 * second;

/** Parts come and go: what was tried of one so long ago decides nothing any more. */
function fresh(tries: Entry['tries'], now: number): Entry['tries'] {
  return Object.fromEntries(Object.entries(tries).filter(([name, { at }]) => !name.includes(' ') || now - at < hour));
}

/**
 * How long a failed action rests, in milliseconds: passing failures back off from a second, a running modification is asked
 * again after ten to thirty seconds, a dependency after a minute, and what only a person can mend every two minutes.
 */
export function retryDelay(failure: Failure, failures: number): number {
  const doubled = second * 2 ** Math.min(failures - 1, 6);
  switch (failure.class) {
    case 'throttled':
    case 'unknown':
      return Math.min(doubled, 60 * second);
    case 'conflict':
      return Math.min(10 * doubled, 30 * second);
    case 'dependency':
      return 60 * second;
    case 'notFound':
      return Math.min(5 * doubled, 120 * second);
    case 'denied':
    case 'quota':
    case 'terminal':
      return 120 * second;
  }
}
