import { calls } from '../aws/calls.ts';
import { AwsError } from '../aws/errors.ts';
import type { Input, Output, Ports, ReadCall } from '../aws/ports.ts';
import type { Clock } from '../core/clock.ts';
import type { Reading } from '../core/reading.ts';
import { canonicalJSON } from '../core/tokens.ts';
import type { Age } from '../kinds/kind.ts';
import type { AccessScope } from './access.ts';

/** Whose eyes, and where. */
export interface Scope {
  readonly access: AccessScope;
  readonly region: string;
}

/**
 * Reads of AWS with an age. Equal questions share one answer while it is young enough, and one flight while it is under way;
 * all pages are read. Each success raises the reading's `sequence`; a failure or a restart starts it again.
 */
export interface Reader {
  read<C extends ReadCall>(question: Question<C>, age: Age): Promise<Reading<Output<C>>>;
}
export interface Question<C extends ReadCall> {
  readonly scope: Scope;
  readonly aws: Ports;
  readonly call: C;
  readonly input: Input<C>;
}

interface Answer {
  last: Reading<object> | undefined;
  lastAt: number;
  sequence: number;
  flight: { readonly begunAt: number; readonly reading: Promise<Reading<object>> } | undefined;
  usedAt: number;
}

/** A failed read is not asked again for so long, or a denied call would be made by every pass. */
const failureRest = 5_000;
const unusedAfter = 3_600_000;
const mostPages = 1_000;

export function createReader({ clock }: { readonly clock: Clock }): Reader {
  const answers = new Map<string, Answer>();
  let sweptAt = clock.now();
  const answerTo = (key: string): Answer => {
    const now = clock.now();
    if (now - sweptAt > unusedAfter) {
      for (const [one, { usedAt, flight }] of answers) if (flight === undefined && now - usedAt > unusedAfter) answers.delete(one);
      sweptAt = now;
    }
    const answer = answers.get(key) ?? { last: undefined, lastAt: -Infinity, sequence: 0, flight: undefined, usedAt: now };
    answer.usedAt = now;
    answers.set(key, answer);
    return answer;
  };
  const ask = async <C extends ReadCall>(question: Question<C>, answer: Answer): Promise<Reading<object>> => {
    const begunAt = clock.now();
    const reading = await readAll(question).then(
      (value): Reading<object> => ({ known: true, value, begunAt, sequence: answer.sequence + 1 }),
      (error: unknown): Reading<object> => {
        if (error instanceof AwsError) return { known: false, failure: error.failure };
        throw error;
      },
    );
    answer.sequence = reading.known ? reading.sequence : 0;
    answer.last = reading;
    answer.lastAt = begunAt;
    return reading;
  };
  return {
    read: async <C extends ReadCall>(question: Question<C>, age: Age) => {
      const { scope, call, input } = question;
      const key = canonicalJSON([scope.access.roleARN, scope.access.externalID, scope.region, call, input]);
      const answer = answerTo(key);
      const now = clock.now();
      const after = age.after ?? -Infinity;
      if (after > now) return tooEarly(call);
      if (answer.last !== undefined && answer.lastAt >= after && now - answer.lastAt <= (answer.last.known ? age.maxAge : failureRest)) return answer.last as Reading<Output<C>>;
      if (answer.flight === undefined || answer.flight.begunAt < after) {
        const flight = { begunAt: now, reading: ask(question, answer) };
        answer.flight = flight;
        const land = (): void => {
          if (answer.flight === flight) answer.flight = undefined;
        };
        flight.reading.then(land, land);
      }
      return (await answer.flight.reading) as Reading<Output<C>>;
    },
  };
}

function tooEarly(call: ReadCall): Reading<never> {
  return { known: false, failure: { class: 'unknown', code: 'NotYet', message: 'it is too early to tell', call: calls[call].command.name.replace(/Command$/, '') } };
}

type Page = Record<string, unknown> & { readonly NextToken?: string; readonly NextMarker?: string };

/** Every page, merged into the first one's list. An empty page with a token is not the end; an empty token is. */
async function readAll<C extends ReadCall>({ aws, call, input }: Question<C>): Promise<object> {
  const items: unknown[] = [];
  const seen = new Set<string>();
  const list = calls[call].items;
  const fetch = aws[call] as unknown as (input: object) => Promise<Page>;
  let cursor = {};
  for (let page = 0; page < mostPages; page += 1) {
    const reply = await fetch({ ...(input as object), ...cursor });
    if (list === undefined) return reply;
    items.push(...((reply[list] ?? []) as unknown[]));
    const token = reply.NextToken ?? reply.NextMarker ?? '';
    if (token === '') return { ...reply, [list]: items };
    if (seen.has(token)) throw new AwsError({ class: 'unknown', code: 'RepeatedToken', message: 'AWS handed out the same page token twice', call });
    seen.add(token);
    cursor = reply.NextToken === undefined ? { Marker: token } : { NextToken: token };
  }
  throw new AwsError({ class: 'unknown', code: 'TooManyPages', message: `more than ${mostPages} pages`, call });
}
