import { AwsError } from '../aws/errors.ts';
import type { Writes } from '../aws/ports.ts';
import type { Outcome } from '../core/outcome.ts';
import { type ActionBase, tryName } from '../core/plan.ts';
import type { Recent } from '../core/recent.ts';
import { canonicalJSON } from '../core/tokens.ts';
import type { Memory } from './memory.ts';

/** What makes two actions of one type the same try. A create is its token: the request behind it never changes. */
export function keyOf(action: ActionBase): string {
  return action.intent?.token ?? canonicalJSON(action);
}

/** The outcome that still stands for an action that failed a moment ago, or undefined when it may be tried. */
export function heldOutcome(action: ActionBase, recent: Recent, now: number): Outcome | undefined {
  const last = recent.tries[tryName(action)];
  const held = last !== undefined && last.key === keyOf(action) && last.outcome.result === 'failed' && now < last.notBefore;
  return held ? last.outcome : undefined;
}

export interface Application {
  readonly uid: string;
  readonly now: () => number;
  readonly memory: Memory;
  readonly handlers: Readonly<Record<string, (action: never, aws: Writes) => Promise<Outcome>>>;
  readonly aws: Writes;
}

/** Makes one call and remembers how it ended. Anything but an AWS failure is a defect of ours and is thrown on. */
export async function applyAction(action: ActionBase, { uid, now, memory, handlers, aws }: Application): Promise<Outcome> {
  const handler = handlers[action.type];
  if (handler === undefined) throw new Error(`no handler for action ${action.type}`);
  const outcome = await handler(action as never, aws).catch((error: unknown): Outcome => {
    if (error instanceof AwsError) return { result: 'failed', failure: error.failure };
    throw error;
  });
  // The time at which the call has ended: it may have waited its turn for minutes, and reads must have begun after it to show it.
  // Of a batch that was carried out in part, what is left is what will be tried again.
  const tried = outcome.result === 'failed' ? (outcome.left ?? action) : action;
  memory.tried(uid, { name: tryName(action), key: keyOf(tried), at: now(), outcome });
  return outcome;
}
