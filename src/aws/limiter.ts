import type { Clock } from '../core/clock.ts';
import type { Bucket } from './bucket.ts';

export interface Limiter {
  /** Resolves when it is this call's turn, in the order of asking; rejects with the signal's reason when aborted before. */
  turn(key: string, bucket: Bucket, signal?: AbortSignal): Promise<void>;
  /** AWS refused one for going too fast: somebody else draws from the same bucket. */
  throttled(key: string): void;
}

/** Never slower than this part of the published rate, and back at all of it after so long without a throttle. */
const slowest = 1 / 16;
const recovery = 300_000;
/**
 * How long a call may be on its way, in milliseconds. AWS's full bucket begins to refill when the first call arrives, not when it is sent: counted
 * from then, the one after the burst comes to an empty bucket whenever it travels faster than the first.
 */
const longestWay = 1_000;

export function createLimiter(clock: Clock): Limiter {
  const lanes = new Map<string, Lane>();
  return {
    turn: (key, bucket, signal) => {
      const lane = lanes.get(key) ?? new Lane(clock, bucket);
      lanes.set(key, lane);
      return lane.turn(signal);
    },
    throttled: (key) => lanes.get(key)?.halve(),
  };
}

interface Waiter {
  readonly go: () => void;
}

/** One bucket of tokens and the calls that wait for one, first come first served. */
class Lane {
  readonly #clock: Clock;
  readonly #bucket: Bucket;
  readonly #waiting: Waiter[] = [];
  #tokens: number;
  /** Tokens a millisecond, at present. */
  #rate: number;
  #countedAt: number;
  #cancelTimer: (() => void) | undefined;

  constructor(clock: Clock, bucket: Bucket) {
    this.#clock = clock;
    this.#bucket = bucket;
    this.#tokens = bucket.capacity;
    this.#rate = this.#fullRate;
    this.#countedAt = clock.now();
  }

  turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error);
      const waiter: Waiter = {
        go: () => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(waiter);
      this.#serve();
    });
  }

  /** The account's own bucket is empty, whatever ours holds, so the burst is gone too. */
  halve(): void {
    this.#count();
    this.#tokens = 0;
    this.#countedAt = this.#clock.now();
    this.#rate = Math.max(this.#rate / 2, this.#fullRate * slowest);
    this.#serve();
  }

  get #fullRate(): number {
    return this.#bucket.refillPerSecond / 1000;
  }

  #serve(): void {
    this.#count();
    while (this.#tokens >= 1) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      if (this.#tokens >= this.#bucket.capacity) this.#countedAt = this.#clock.now() + longestWay;
      this.#tokens -= 1;
      next.go();
    }
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#waiting.length === 0) return;
    const refilledIn = (1 - this.#tokens) / this.#rate;
    const wait = Math.max(1, Math.ceil(this.#countedAt - this.#clock.now() + refilledIn));
    this.#cancelTimer = this.#clock.setTimer(wait, () => this.#serve());
  }

  /** Counts at the rate that held when the interval began, so that recovery never hands out too much. */
  #count(): void {
    const now = this.#clock.now();
    const elapsed = Math.max(0, now - this.#countedAt);
    this.#countedAt = Math.max(now, this.#countedAt);
    this.#tokens = Math.min(this.#bucket.capacity, this.#tokens + elapsed * this.#rate);
    this.#rate = Math.min(this.#fullRate, this.#rate + (this.#fullRate * elapsed) / recovery);
  }
}
