import type { FailureClass } from '../../../src/core/outcome.ts';
import { codeOf, type Failing } from './failures.ts';
import { mannerOf, type Role } from './rows.ts';

/** What users read for a failure, by class. */
export const reasons: Readonly<Record<FailureClass, string>> = {
  notFound: 'NotFound',
  throttled: 'Throttled',
  denied: 'AccessDenied',
  conflict: 'OperationInProgress',
  dependency: 'DependencyMissing',
  quota: 'QuotaExceeded',
  terminal: 'Refused',
  unknown: 'AWSUnavailable',
};

export function reasonOf(role: Role, failing: Failing): string {
  if (codeOf(failing) === 'InvalidServiceName') return 'InvalidServiceName';
  return mannerOf(role, failing) === 'denied' ? reasons.denied : reasons[failing.class];
}
