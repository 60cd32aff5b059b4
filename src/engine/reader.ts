import { accessKey, type Access } from '../aws/access.ts';
import { actionOf } from '../aws/calls.ts';
import { AwsError } from '../aws/errors.ts';
import type { Input, Output, Ports, ReadCall } from '../aws/ports.ts';
import type { Clock } from '../core/clock.ts';
import type { Failure } from '../core/outcome.ts';
import type { Reading } from '../core/reading.ts';
import { canonicalJSON } from '../core/tokens.ts';
import type { Age } from '../kinds/kind.ts';
import { readPages } from './pages.ts';

export interface Scope {
  readonly access: Access;
  readonly region: string;
}

export interface Reader {
  /**
   * One read of AWS, all pages of it. Answered from memory when no older than `maxAge` and begun no earlier than `after`;
   * equal questions share one flight, and a flight under way serves whoever does not demand a later beginning.
   */
  read<C extends ReadCall>(scope: Scope, ports: Pick<Ports, C>, call: C, input: Input<C>, age: Age): Promise<Reading<Output<C>>>;
}

export interface ReaderOptions {
  readonly clock: Clock;
  /** For how long, in milliseconds, a failed read is not made again unless `after` demands it. */
  readonly failureStands?: number;
  /** Items asked for in a page, where the model has pages and the question names no IDs. */
  readonly pageSize?: number;
}

const defaults = { failureStands: 5_000, pageSize: 1_000 };
const hour = 60 * 60_000;

export function createReader(options: ReaderOptions): Reader {
  const memory = new ReadMemory(options.clock, options.failureStands ?? defaults.failureStands);
  const pageSize = options.pageSize ?? defaults.pageSize;
  return {
    // oxlint-disable-next-line max-params -- reads as a sentence where it is called: whose, by what, which call, with what, how fresh
    read: <C extends ReadCall>(scope: Scope, ports: Pick<Ports, C>, call: C, input: Input<C>, age: Age) => {
      const question = `${accessKey(scope.access)} ${scope.region} ${call} ${canonicalJSON(input)}`;
      // One question, one call: what is remembered under its key is of that call's type.
      return memory.answer(question, { call, age, ask: () => readPages(ports, { call, input, pageSize }) }) as Promise<Reading<Output<C>>>;
    },
  };
}

interface Question {
  readonly call: ReadCall;
  readonly age: Age;
  readonly ask: () => Promise<unknown>;
}

type Answer = { readonly begunAt: number; readonly reading: Reading<unknown> };

interface Entry {
  answer: Answer | undefined;
  flight: { readonly begunAt: number; readonly landed: Promise<Answer> } | undefined;
  usedAt: number;
}

/** Answers by question. A question has at most one flight at a time, so answers never overtake each other. */
class ReadMemory {
  readonly #clock: Clock;
  readonly #failureStands: number;
  readonly #entries = new Map<string, Entry>();
  #highestSequence = -1;
  #sweptAt: number;

  constructor(clock: Clock, failureStands: number) {
    this.#clock = clock;
    this.#failureStands = failureStands;
    this.#sweptAt = clock.now();
  }

  async answer(key: string, question: Question): Promise<Reading<unknown>> {
    const { age } = question;
    const after = age.after ?? Number.NEGATIVE_INFINITY;
    const entry = this.#entry(key, this.#clock.now());
    if (entry.answer !== undefined && this.#serves(entry.answer, age, after)) return entry.answer.reading;
    for (;;) {
      if (after > this.#clock.now()) return { known: false, failure: notYet(question.call), repeated: false };
      const flight = entry.flight ?? this.#takeOff(entry, question);
      const landed = await flight.landed;
      if (flight.begunAt >= after) return landed.reading;
    }
  }

  #serves({ begunAt, reading }: Answer, { maxAge }: Age, after: number): boolean {
    const old = this.#clock.now() - begunAt;
    return begunAt >= after && (reading.known ? old <= maxAge : old < Math.min(this.#failureStands, maxAge));
  }

  #takeOff(entry: Entry, { call, ask }: Question): NonNullable<Entry['flight']> {
    const begunAt = this.#clock.now();
    const landed = ask().then(
      (value): Answer => ({ begunAt, reading: { known: true, value, begunAt, sequence: this.#nextSequence(entry) } }),
      (error: unknown): Answer => {
        const failure = failureIn(error, call);
        return { begunAt, reading: { known: false, failure, repeated: failedLike(entry, failure) } };
      },
    );
    const flight = {
      begunAt,
      landed: landed.then(
        (answer) => {
          entry.answer = answer;
          entry.flight = undefined;
          return answer;
        },
        (defect: unknown) => {
          entry.flight = undefined;
          throw defect;
        },
      ),
    };
    entry.flight = flight;
    return flight;
  }

  /**
   * One more than the success before. After a failure, or for a question never asked before or forgotten, it leaves a gap
   * to every number given so far, so that nobody takes this reading for the successor of an older one.
   */
  #nextSequence({ answer }: Entry): number {
    const sequence = answer?.reading.known === true ? answer.reading.sequence + 1 : this.#highestSequence + 2;
    this.#highestSequence = Math.max(this.#highestSequence, sequence);
    return sequence;
  }

  #entry(key: string, now: number): Entry {
    this.#sweep(now);
    const entry = this.#entries.get(key) ?? { answer: undefined, flight: undefined, usedAt: now };
    entry.usedAt = now;
    this.#entries.set(key, entry);
    return entry;
  }

  /** What nobody has asked for in an hour is forgotten. */
  #sweep(now: number): void {
    if (now - this.#sweptAt < hour / 6) return;
    this.#sweptAt = now;
    for (const [key, { usedAt, flight }] of this.#entries) if (flight === undefined && now - usedAt > hour) this.#entries.delete(key);
  }
}

/** By class: AWS has more codes than one for the same. */
function failedLike({ answer }: Entry, { class: failureClass }: Failure): boolean {
  return answer?.reading.known === false && answer.reading.failure.class === failureClass;
}

/** An AWS failure is data; anything else is a defect of ours and reaches every waiter. */
function failureIn(error: unknown, call: ReadCall): Failure {
  if (error instanceof AwsError) return error.failure;
  throw error instanceof Error ? error : new Error(`${actionOf(call)} threw ${String(error)}`);
}

function notYet(call: ReadCall): Failure {
  return {
    class: 'unknown',
    code: 'NotYet',
    message: 'a reading was asked for that may not begin before a later moment',
    call: actionOf(call),
  };
}
