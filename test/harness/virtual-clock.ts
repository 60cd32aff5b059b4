import type { Clock } from '../../src/core/clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/**
 * A clock that moves only when told, and runs what is due in order. Serves the operator (`setTimer`) and the simulated AWS (`sleep`) alike, so
 * that both live in one time.
 */
export class VirtualClock implements Clock {
  #now: number;
  readonly #idle: () => Promise<void>;
  readonly #timers: Timer[] = [];

  /** `idle` resolves once nothing can go on without time: the clock asks it before each step. */
  constructor(now = 1_000_000, idle: () => Promise<void> = settle) {
    this.#now = now;
    this.#idle = idle;
  }

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return this.#now;
  }

  setTimer(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, milliseconds), run };
    this.#timers.push(timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.setTimer(milliseconds, resolve));
  }

  get timers(): number {
    return this.#timers.length;
  }

  /** Moves on from timer to timer, in order, each once nothing else goes on. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await this.#idle();
      const next = this.#timers.reduce<Timer | undefined>(
        (first, one) => (first === undefined || one.at < first.at ? one : first),
        undefined,
      );
      if (next === undefined || next.at > end) break;
      this.#timers.splice(this.#timers.indexOf(next), 1);
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
    await this.#idle();
  }
}

/** Lets every promise that is ready run on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
