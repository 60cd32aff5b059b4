import type { Clock } from '../core/clock.ts';

export interface QueueOptions {
  readonly clock: Clock;
  readonly workers: number;
  readonly random: () => number;
  /** Works on one key and says when to come back, in milliseconds; undefined is never by itself. A rejection backs off. */
  readonly work: (key: string) => Promise<number | undefined>;
  readonly onError: (key: string, error: unknown) => void;
}

const firstBackOff = 500;
const longestBackOff = 60_000;

/**
 * Keys to work on. A key is queued once, never worked on twice at a time, and worked on again if it was added meanwhile.
 * Holds keys, not events: whatever happened, a pass looks at the whole object.
 */
export class Queue {
  readonly #options: QueueOptions;
  readonly #ready = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #dirty = new Set<string>();
  readonly #later = new Map<string, { readonly at: number; readonly cancel: () => void }>();
  readonly #failures = new Map<string, number>();
  #stopped = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  add(key: string): void {
    if (this.#stopped) return;
    this.#forgetTimer(key);
    if (this.#running.has(key)) this.#dirty.add(key);
    else this.#ready.add(key);
    this.#start();
  }

  /** Adds the key after a while; of several such times the earliest counts. */
  addAfter(key: string, milliseconds: number): void {
    if (this.#stopped || this.#ready.has(key)) return;
    const at = this.#options.clock.now() + milliseconds;
    const known = this.#later.get(key);
    if (known !== undefined && known.at <= at) return;
    known?.cancel();
    const cancel = this.#options.clock.setTimer(milliseconds, () => {
      this.#later.delete(key);
      this.add(key);
    });
    this.#later.set(key, { at, cancel });
  }

  /** Keys that could be worked on now, and keys being worked on: nothing is under way when both are 0. */
  load(): { readonly ready: number; readonly running: number } {
    return { ready: this.#ready.size, running: this.#running.size };
  }

  /** Takes no more keys and waits for the passes under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { cancel } of this.#later.values()) cancel();
    this.#later.clear();
    this.#ready.clear();
    this.#dirty.clear();
    await Promise.all(this.#running.values());
  }

  #start(): void {
    for (const key of this.#ready) {
      if (this.#running.size >= this.#options.workers) return;
      this.#ready.delete(key);
      // The pass begins in a later turn, so that adding a key never runs it under the caller's feet.
      this.#running.set(
        key,
        Promise.resolve().then(() => this.#pass(key)),
      );
    }
  }

  async #pass(key: string): Promise<void> {
    let next: number | undefined;
    try {
      next = await this.#options.work(key);
      this.#failures.delete(key);
    } catch (error) {
      const failures = (this.#failures.get(key) ?? 0) + 1;
      this.#failures.set(key, failures);
      next = Math.min(firstBackOff * 2 ** Math.min(failures - 1, 10), longestBackOff) * (0.75 + this.#options.random() / 4);
      this.#options.onError(key, error);
    }
    this.#running.delete(key);
    if (this.#dirty.delete(key)) this.add(key);
    else if (next !== undefined) this.addAfter(key, next);
    this.#start();
  }

  #forgetTimer(key: string): void {
    this.#later.get(key)?.cancel();
    this.#later.delete(key);
  }
}
