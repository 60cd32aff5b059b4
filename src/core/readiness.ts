import type { Condition, Detail } from './conditions.ts';
import type { Failure } from './outcome.ts';

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
  /** What failed and what to do, in words, naming the AWS object; AWS's message is added. */
  readonly message: string;
  /** Whether the object was last seen available. */
  readonly wasAvailable: boolean;
  /** Since when it fails this way, and when the resource was last read well. */
  readonly since: number;
  readonly lastGoodRead: number;
  readonly now: number;
  /** The condition it had: a refusal that had stalled it still does after a restart. */
  readonly previous: readonly Condition[];
}

export const stalledAfter = 10 * 60_000;
export const staleAfter = 15 * 60_000;

/** The row for a failed read or write. Terminal refusals stall at once, denied ones after ten minutes, everything passing never. */
export function situationOfFailure(context: FailureContext): Situation {
  const { failure, now } = context;
  const reason = reasonOfFailure(failure);
  if (failure.class === 'terminal' && failure.code !== 'InvalidServiceName') return { row: 'stalled', reason, message: context.message };
  if (context.wasAvailable)
    return now - context.lastGoodRead >= staleAfter ? { row: 'stale', message: context.message } : { row: 'unchanged' };
  const mayStall = failure.class === 'denied' || failure.code === 'InvalidServiceName';
  const alreadyStalled = context.previous.some((condition) => condition.type === 'Stalled' && condition.reason === reason);
  if (mayStall && (alreadyStalled || now - context.since >= stalledAfter)) return { row: 'stalled', reason, message: context.message };
  return { row: 'retrying', reason, message: context.message };
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
