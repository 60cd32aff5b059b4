import { type Condition, type Detail, findCondition } from './conditions.ts';
import type { Failure } from './outcome.ts';
import type { Recent } from './recent.ts';
import { sentence } from './sentence.ts';

/** The row of the status contract (one contract for kubectl, kstatus, Helm, Flux and Argo CD) that an object is in. */
export type Situation =
  /** Creating or updating. */
  | { readonly row: 'working'; readonly reason: string; readonly message: string }
  /** Throttled, 5xx, a referent is missing: tried again by itself. */
  | { readonly row: 'retrying'; readonly reason: string; readonly message: string }
  /** For somebody else to act: acceptance by the service's owner, zones not covered. */
  | { readonly row: 'waiting'; readonly reason: string; readonly message: string }
  /** Only a change of the spec or of somebody's settings can help. */
  | { readonly row: 'stalled'; readonly reason: string; readonly message: string }
  | { readonly row: 'available'; readonly reason: string; readonly message: string }
  /** A passing failure of an object last seen available: the summary stays as it was. */
  | { readonly row: 'unchanged' }
  /** No good read for so long that the last word is worth nothing. */
  | { readonly row: 'stale'; readonly message: string }
  /** Ready keeps its value; the reason is Deleting and the message says what AWS said. */
  | { readonly row: 'deleting'; readonly message: string };

/**
 * Ready, Reconciling and Stalled for a situation. Reconciling and Stalled exist only while true and never together:
 * kstatus takes the first of them that is true.
 */
export function summaryConditions(situation: Situation, previous: readonly Condition[]): Detail[] {
  switch (situation.row) {
    case 'working':
      return [ready('False', situation), { type: 'Reconciling', status: 'True', reason: 'Progressing', message: situation.message }];
    case 'retrying':
      return [
        ready('False', situation),
        { type: 'Reconciling', status: 'True', reason: 'ProgressingWithRetry', message: situation.message },
      ];
    case 'waiting':
      return [ready('False', situation)];
    case 'stalled':
      return [ready('False', situation), { type: 'Stalled', status: 'True', reason: situation.reason, message: situation.message }];
    case 'available':
      return [ready('True', situation)];
    case 'stale':
      return [ready('Unknown', { reason: 'ObservationStale', message: situation.message })];
    case 'deleting':
      return [
        ready(previous.find((condition) => condition.type === 'Ready')?.status ?? 'Unknown', {
          reason: 'Deleting',
          message: situation.message,
        }),
      ];
    case 'unchanged':
      return previous.filter((condition) => summaryTypes.has(condition.type));
  }
}

const summaryTypes = new Set(['Ready', 'Reconciling', 'Stalled']);

function ready(status: Detail['status'], why: { readonly reason: string; readonly message: string }): Detail {
  return { type: 'Ready', status, reason: why.reason, message: why.message };
}

export interface FailureContext {
  readonly failure: Failure;
  /** What failed, in words, naming the AWS object, with AWS's own words; what to do is added. */
  readonly message: string;
  /** Whether the object was last seen available. */
  readonly wasAvailable: boolean;
  readonly recent: Pick<Recent, 'failing' | 'lastGoodRead'>;
  readonly now: number;
  /** The conditions it had: a refusal that had stalled it still does after a restart. */
  readonly previous: readonly Condition[];
}

export const stalledAfter = 10 * 60_000;
export const staleAfter = 15 * 60_000;

/** The row for a failed read or write. Terminal refusals stall at once, denied ones after ten minutes, everything passing never. */
export function situationOfFailure({ failure, recent, now, previous, ...context }: FailureContext): Situation {
  const reason = reasonOfFailure(failure);
  const message = withRemedy({ failure, message: context.message });
  if (failure.class === 'terminal' && failure.code !== 'InvalidServiceName') return { row: 'stalled', reason, message };
  if (context.wasAvailable) return now - recent.lastGoodRead >= staleAfter ? { row: 'stale', message } : { row: 'unchanged' };
  const mayStall = failure.class === 'denied' || failure.code === 'InvalidServiceName';
  const alreadyStalled = previous.some((condition) => condition.type === 'Stalled' && condition.reason === reason);
  const since = recent.failing?.reason === reason ? recent.failing.since : now;
  if (mayStall && (alreadyStalled || now - since >= stalledAfter)) return { row: 'stalled', reason, message };
  return { row: 'retrying', reason, message };
}

/** Whether an object was last seen available, though it may not have been read well for a while. */
export function wasAvailable(previous: readonly Condition[]): boolean {
  const ready = findCondition(previous, 'Ready');
  return ready?.status === 'True' || ready?.reason === 'ObservationStale';
}

/** What failed, and what to do about it, in whole sentences. */
export function withRemedy({ failure, message }: Pick<FailureContext, 'failure' | 'message'>): string {
  return `${sentence(message)} ${remedyOf(failure)}`;
}

/** What to do about it; that nothing is to be done, where it passes by itself. */
function remedyOf({ class: failureClass, call }: Failure): string {
  switch (failureClass) {
    case 'denied':
      return call === 'AssumeRole'
        ? "Check the role's trust policy and the external ID."
        : `Allow ${call} in the IAM policy of the role that makes the call.`;
    case 'quota':
      return 'Free some of it or have the quota raised; it is tried again by itself.';
    case 'terminal':
      return 'Correct what AWS refuses; it is tried again by itself.';
    case 'notFound':
    case 'throttled':
    case 'conflict':
    case 'dependency':
    case 'unknown':
      return 'It is tried again by itself.';
  }
}

/** One word for `kubectl get`. */
export function reasonOfFailure(failure: Failure): string {
  if (failure.code === 'InvalidServiceName') return 'InvalidServiceName';
  return reasonOfClass[failure.class];
}

const reasonOfClass: Record<Failure['class'], string> = {
  notFound: 'NotFound',
  throttled: 'Throttled',
  denied: 'AccessDenied',
  conflict: 'OperationInProgress',
  dependency: 'DependencyMissing',
  quota: 'QuotaExceeded',
  terminal: 'Refused',
  unknown: 'AWSUnavailable',
};
