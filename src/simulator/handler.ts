import type { World } from './world.ts';

/** Who calls, from where, and the world called upon. The account comes from the access key, the Region from the credential scope. */
export interface Caller {
  readonly world: World;
  readonly account: string;
  readonly region: string;
  /** The caller's ARN, a root or an assumed role; what principals are matched against. */
  readonly principal: string;
}

/**
 * One operation. Runs after the world has settled, parameters checked against the model, and without awaiting: either it
 * throws an `ApiError` and has changed nothing, or it returns the reply and its change is committed.
 */
export type Handler<Input, Output> = (input: Input, caller: Caller) => Output;

/** A refusal, as a client sees it: AWS's code, words and HTTP status. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
