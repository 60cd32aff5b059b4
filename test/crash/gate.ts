import { setTimeout as sleep } from 'node:timers/promises';
import type { CrashPoint, Moment } from './crash-point.ts';
import type { Passage } from './reverse-proxy.ts';

/** A process that knows the reply and says nothing more for so long, in milliseconds, is killed all the same. */
const longestSilence = 200;

interface PassingEffect {
  readonly url: string;
  readonly settled: () => void;
  readonly moment: Moment | undefined;
}

/** Between one life of the operator and both servers: it numbers the effects, and ends the life at one of them. */
export class Gate {
  readonly #point: CrashPoint | undefined;
  readonly #kill: () => Promise<void>;
  readonly #effects: string[] = [];
  readonly #onTheirWay = new Set<Promise<void>>();
  #state: 'passing' | 'counting' | 'leaving' | 'closed' = 'passing';
  #lastEffect = performance.now();
  #isOver = false;

  constructor(point: CrashPoint | undefined, kill: () => Promise<void>) {
    this.#point = point;
    this.#kill = kill;
  }

  /** From here on effects count. */
  count(): void {
    this.#state = 'counting';
  }

  /** Whether the process has been killed at the crash point, and what was on its way then has arrived. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** In words, in the order in which they arrived. */
  get effects(): readonly string[] {
    return this.#effects;
  }

  /** Milliseconds since the last effect came or was answered. */
  quietFor(): number {
    return this.#onTheirWay.size > 0 ? 0 : performance.now() - this.#lastEffect;
  }

  /** Decides on a request to `url`, which is a read where it has no effect. `settled` is told once an effect has been carried out. */
  pass(url: string, effect: string | undefined, settled: () => void = () => undefined): Passage {
    if (this.#state === 'leaving') void this.#crash();
    if (this.#state === 'closed') return refused;
    const open = (): boolean => this.#state !== 'closed';
    if (effect === undefined) return { url, replied: open, delivered: () => undefined };
    const moment = this.#momentOf(effect);
    if (moment !== 'before') return this.#passEffect({ url, settled, moment });
    void this.#crash();
    return refused;
  }

  /** Counts the effect, and answers when in its course the process is killed; undefined where it is not. */
  #momentOf(effect: string): Moment | undefined {
    if (this.#state !== 'counting') return undefined;
    this.#effects.push(effect);
    return this.#effects.length === this.#point?.nth ? this.#point.moment : undefined;
  }

  #passEffect({ url, settled, moment }: PassingEffect): Passage {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onTheirWay.add(promise);
    return {
      url,
      replied: (status) => {
        this.#lastEffect = performance.now();
        this.#onTheirWay.delete(promise);
        if (status < 300) settled();
        resolve();
        if (moment === 'lost') void this.#crash();
        return this.#state !== 'closed';
      },
      delivered: () => {
        if (moment === 'after') void this.#leave();
      },
    };
  }

  async #leave(): Promise<void> {
    this.#state = 'leaving';
    await sleep(longestSilence);
    await this.#crash();
  }

  async #crash(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    await Promise.all([this.#kill(), ...this.#onTheirWay]);
    this.#isOver = true;
  }
}

const refused: Passage = { url: undefined, replied: () => false, delivered: () => undefined };
