import type { CallName, calls } from './calls.ts';

export type { CallName };

type Calls = typeof calls;

/** What one call takes, in the SDK's own words. */
export type Input<C extends CallName> = NonNullable<ConstructorParameters<Calls[C]['command']>[0]>;
/** What one call answers, without the SDK's metadata. */
export type Output<C extends CallName> = Omit<CommandOutput<InstanceType<Calls[C]['command']>>, '$metadata'>;
type CommandOutput<Command> = Command extends {
  resolveMiddleware: (...args: never[]) => (...args: never[]) => Promise<{ output: infer Out }>;
}
  ? Out
  : never;

export type ReadCall = { [C in CallName]: Calls[C]['effect'] extends 'read' ? C : never }[CallName];
export type WriteCall = Exclude<CallName, ReadCall>;

/**
 * AWS as the operator sees it, bound to one account role and one Region: one function a call. Each rejects with an
 * `AwsError`, whose class comes from the table in `errors.ts`; none retries a write; each gives up after the request time-out,
 * which for a write means that its outcome is unknown.
 */
export type Ports = { readonly [C in CallName]: (input: Input<C>) => Promise<Output<C>> };
export type Writes = Pick<Ports, WriteCall>;
