import type { FaultOutcome } from '../../../src/simulator/faults.ts';
import type { MatrixCall } from './parts.ts';
import { serviceOf } from './parts.ts';

/** What a call is answered with, and the reason that users read for it. Only writes differ by what a cut connection had carried out. */
export const failures = {
  denied: { reason: 'AccessDenied', outcome: denied },
  throttled: { reason: 'Throttled', outcome: () => 'throttle' },
  'internal error': { reason: 'AWSUnavailable', outcome: internalError },
  // The operator has waited for a minute; what it has given up is carried out all the same, a little later.
  'timed out before': { reason: 'AWSUnavailable', outcome: () => ({ delayMs: 70_000 }) },
  'timed out after': { reason: 'AWSUnavailable', outcome: () => ({ replyDelayMs: 70_000 }) },
  'cut before': { reason: 'AWSUnavailable', outcome: () => 'drop-before' },
  'cut after': { reason: 'AWSUnavailable', outcome: () => 'drop-after-commit' },
} as const satisfies Record<string, { readonly reason: string; readonly outcome: (call: MatrixCall) => FaultOutcome }>;

export type FailureName = keyof typeof failures;

/** As each API words it. */
function denied(call: MatrixCall): FaultOutcome {
  const message = 'You are not authorized to perform this operation. Request ID: 0f3c6c1e-8f0e-4b5e-9d7a-2f7b1c9a0d11';
  return { error: serviceOf(call) === 'ec2' ? 'UnauthorizedOperation' : 'AccessDenied', status: 403, message };
}

function internalError(call: MatrixCall): FaultOutcome {
  return { error: serviceOf(call) === 'ec2' ? 'InternalError' : 'InternalFailure', status: 500, message: 'An internal error has occurred' };
}
