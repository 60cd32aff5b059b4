import { setImmediate as nextTurn } from 'node:timers/promises';

/** A turn of the event loop costs as much as a step; what the engine below tidies up between turns must not wait for ever, though. */
const stepsInATurn = 100;

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly label: string;
  readonly run: () => void;
  cancelled: boolean;
}

/**
 * The one scheduler of a simulated world. Everything that happens is an entry at a moment: a message that arrives, a timer, a person's
 * edit. Entries run one at a time, in order of moment and then of asking, each once all that the one before has set off has come to rest.
 */
export class Timeline {
  #now: number;
  #order = 0;
  #trace = 0;
  #steps = 0;
  #landings: { readonly landed: unknown }[] = [];
  /** A binary heap: the first entry is the next. */
  readonly #entries: Entry[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  /** Steps taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /** Entries that are still to run. */
  get waiting(): number {
    return this.#entries.filter(({ cancelled }) => !cancelled).length;
  }

  /** A hash of every step so far, with its moment: equal for equal histories. */
  get trace(): number {
    return this.#trace >>> 0;
  }

  /** Notes something in the trace that is no step of its own. */
  note(label: string): void {
    let hash = this.#trace;
    for (let index = 0; index < label.length; index += 1) hash = Math.imul(hash ^ label.charCodeAt(index), 0x01000193);
    this.#trace = Math.imul(hash ^ this.#now, 0x01000193);
  }

  /** Runs once after so many milliseconds, unless the returned function is called before. */
  after(milliseconds: number, label: string, run: () => void): () => void {
    const entry = { at: this.#now + Math.max(0, milliseconds), order: (this.#order += 1), label, run, cancelled: false };
    this.#push(entry);
    return () => {
      entry.cancelled = true;
    };
  }

  /** The step under way is not over before this has landed. */
  holdFor(landing: { readonly landed: unknown }): void {
    this.#landings.push(landing);
  }

  /** Takes the next step, if there is one before `limit`, and waits until it has come to rest. Answers whether it did. */
  async step(limit: number): Promise<boolean> {
    for (;;) {
      const next = this.#entries[0];
      if (next === undefined || next.at > limit) return false;
      this.#pop();
      if (next.cancelled) continue;
      this.#now = next.at;
      this.#steps += 1;
      this.note(next.label);
      next.run();
      // Nothing in a simulated world waits for the machine: all that a step sets off are promises, which run before the next tick.
      await (this.#steps % stepsInATurn === 0 ? nextTurn() : nextTick());
      if (this.#landings.length > 0) await this.#allLanded();
      return true;
    }
  }

  /** Lets the moment come at which nothing else happens. */
  reach(moment: number): void {
    this.#now = Math.max(this.#now, moment);
  }

  /** Calls to handlers have landed by now; over a real wire they take a few turns more. */
  async #allLanded(): Promise<void> {
    while (this.#landings.some(({ landed }) => landed === undefined)) await nextTurn();
    this.#landings = [];
  }

  #push(entry: Entry): void {
    const heap = this.#entries;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#entries;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const child = smallerChild(heap, at);
      const below = heap[child];
      if (below === undefined || !isBefore(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  }
}

function nextTick(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function smallerChild(heap: readonly Entry[], at: number): number {
  const [left, right] = [2 * at + 1, 2 * at + 2];
  const [a, b] = [heap[left], heap[right]];
  return a !== undefined && b !== undefined && isBefore(b, a) ? right : left;
}
