import type { Failure } from '../../core/outcome.ts';

/** A look-up of something the spec refers to. `missing` is a definite answer that cannot be used; `unknown` is no answer. */
export type Lookup<T> =
  | { readonly state: 'found'; readonly value: T }
  | { readonly state: 'missing'; readonly reason: string; readonly message: string }
  | { readonly state: 'unknown'; readonly failure: Failure; readonly message: string };
