import type { ActionBase } from './plan.ts';

/**
 * What an AWS refusal means for us. `unknown` covers time-outs, dropped connections and 5xx: the call may have been
 * carried out. Every other class is definite: nothing happened.
 */
export type FailureClass = 'notFound' | 'throttled' | 'denied' | 'conflict' | 'dependency' | 'quota' | 'terminal' | 'unknown';

/** A failed AWS call as data. `message` is AWS's own words without request IDs; `call` is the API action, such as `CreateVpcEndpoint`. */
export interface Failure {
  readonly class: FailureClass;
  readonly code: string;
  readonly message: string;
  readonly call: string;
}

/**
 * How one action ended. `id` is the ID of what a create made. A 200 reply with `Unsuccessful` items is `failed`, and `left` is then the
 * same action for just those items: the others are done.
 */
export type Outcome =
  | { readonly result: 'done'; readonly id?: string }
  | { readonly result: 'failed'; readonly failure: Failure; readonly left?: ActionBase };
