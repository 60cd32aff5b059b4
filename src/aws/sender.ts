import type { calls } from './calls.ts';
import type { IdentityProvider } from './credentials.ts';

export type Service = (typeof calls)[keyof typeof calls]['service'];

/** One SDK client, as far as the operator needs it: takes the SDK's commands, rejects with the SDK's errors. */
export interface Sender {
  send(command: object, options: { readonly abortSignal: AbortSignal }): Promise<Answer>;
}
export interface Answer {
  readonly $metadata: { readonly requestId?: string };
  readonly Unsuccessful?: readonly unknown[];
}

export interface ConnectionOf {
  readonly service: Service;
  readonly region: string;
  readonly credentials: IdentityProvider;
}

/** The wire to AWS. Small, because tests put another one in its place. */
export type Connect = (connection: ConnectionOf) => Sender;
