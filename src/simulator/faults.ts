import type { Caller } from './handler.ts';
import { ApiError } from './handler.ts';
import type { ServiceName } from './operations.ts';

/** A call as fault rules see it. */
export interface FaultCall {
  readonly service: ServiceName;
  readonly action: string;
  readonly input: object;
  readonly caller: Caller;
}

export type FaultOutcome =
  | 'throttle'
  /** The connection is cut and nothing happened. */
  | 'drop-before'
  /** The call runs and commits, and the connection is cut. */
  | 'drop-after-commit'
  | { readonly error: string; readonly status?: number; readonly message?: string }
  /** Waits on the world's clock, then runs. */
  | { readonly delayMs: number }
  /** Runs and commits, and answers only after this long on the world's clock: a time-out after the fact. */
  | { readonly replyDelayMs: number }
  /** Does not run, and answers this with 200: such as every item of a batch in `Unsuccessful`. */
  | { readonly instead: (call: FaultCall) => object }
  /** Runs, then answers this, or what this makes of the true reply. */
  | { readonly reply: Readonly<Record<string, unknown>> | ((reply: object, call: FaultCall) => object) };

export interface FaultRule {
  readonly action: string;
  /** Only the n-th matching calls (1 is the first) since the rule was added. */
  readonly nth?: number | readonly number[];
  /** Only every n-th matching call. */
  readonly every?: number;
  readonly account?: string;
  readonly region?: string;
  readonly when?: (call: FaultCall) => boolean;
  readonly outcome: FaultOutcome;
}

export interface Faults {
  /** Adds a rule and returns the function that takes it away again. */
  add(rule: FaultRule): () => void;
  clear(): void;
  /** The outcome that the first rule to fire wants. Counts the call against every rule that it matches. */
  match(call: FaultCall): FaultOutcome | undefined;
}

export function createFaults(): Faults {
  const rules = new Map<FaultRule, { seen: number }>();
  return {
    add(rule) {
      const own = { ...rule };
      rules.set(own, { seen: 0 });
      return () => void rules.delete(own);
    },
    clear: () => rules.clear(),
    match(call) {
      let outcome: FaultOutcome | undefined;
      for (const [rule, count] of rules) {
        if (!applies(rule, call)) continue;
        count.seen += 1;
        if (fires(rule, count.seen)) outcome ??= rule.outcome;
      }
      return outcome;
    },
  };
}

function applies({ action, account, region, when }: FaultRule, call: FaultCall): boolean {
  if (action !== '*' && action !== call.action) return false;
  if (account !== undefined && account !== call.caller.account) return false;
  if (region !== undefined && region !== call.caller.region) return false;
  return when ? when(call) : true;
}

function fires({ nth, every }: FaultRule, seen: number): boolean {
  if (nth !== undefined && ![nth].flat().includes(seen)) return false;
  return every === undefined || seen % every === 0;
}

/** The refusal of a throttled call, as its API words it. */
export function throttled(service: ServiceName): ApiError {
  if (service === 'ec2') return new ApiError('RequestLimitExceeded', 'Request limit exceeded.', 503);
  return new ApiError('Throttling', 'Rate exceeded');
}

/** The caller gets no answer: the server cuts the connection. */
export class ConnectionDropped extends Error {
  constructor() {
    super('the connection was cut');
  }
}
