import { describe, expect, test } from 'vitest';
import { type Condition, stampConditions } from '../../src/core/conditions.ts';
import type { Failure } from '../../src/core/outcome.ts';
import { type FailureContext, reasonOfFailure, type Situation, situationOfFailure, summaryConditions } from '../../src/core/readiness.ts';
import { type KStatus, kstatus } from '../harness/kstatus.ts';

const pending: Condition[] = [
  { type: 'Ready', status: 'Unknown', reason: 'Pending', message: '', lastTransitionTime: '1970-01-01T00:00:00Z' },
];
const available: Condition[] = [
  { type: 'Ready', status: 'True', reason: 'Available', message: '', observedGeneration: 1, lastTransitionTime: '2026-11-01T00:00:00Z' },
];
const creating: Condition[] = [
  { type: 'Ready', status: 'False', reason: 'Creating', message: '', observedGeneration: 1, lastTransitionTime: '2026-11-01T00:00:00Z' },
  { type: 'Reconciling', status: 'True', reason: 'Progressing', message: '', observedGeneration: 1, lastTransitionTime: '' },
];
const message = 'in words';

/** conventions.md §1, "One status contract for five readers". */
interface Row {
  readonly situation: Situation | 'none yet';
  readonly previous: Condition[];
  readonly deleting?: true;
  /** Status and reason of Ready. */
  readonly ready: readonly [string, string];
  readonly reconciling?: string;
  readonly stalled?: string;
  readonly kstatus: KStatus;
}
const contract: Record<string, Row> = {
  'just applied: the default of the CRD': {
    situation: 'none yet',
    previous: pending,
    ready: ['Unknown', 'Pending'],
    kstatus: 'InProgress',
  },
  'creating, updating': {
    situation: { row: 'working', reason: 'Creating', message },
    previous: pending,
    ready: ['False', 'Creating'],
    reconciling: 'Progressing',
    kstatus: 'InProgress',
  },
  'throttled, 5xx, referent missing, not yet available': {
    situation: { row: 'retrying', reason: 'Throttled', message },
    previous: creating,
    ready: ['False', 'Throttled'],
    reconciling: 'ProgressingWithRetry',
    kstatus: 'InProgress',
  },
  'the same on an object last seen available': {
    situation: { row: 'unchanged' },
    previous: available,
    ready: ['True', 'Available'],
    kstatus: 'Current',
  },
  'no good read for 15 minutes': {
    situation: { row: 'stale', message },
    previous: available,
    ready: ['Unknown', 'ObservationStale'],
    kstatus: 'InProgress',
  },
  'waiting for the service owner': {
    situation: { row: 'waiting', reason: 'PendingAcceptance', message },
    previous: creating,
    ready: ['False', 'PendingAcceptance'],
    kstatus: 'InProgress',
  },
  'rejected, expired, invalid; denied for longer than the deadline': {
    situation: { row: 'stalled', reason: 'Rejected', message },
    previous: creating,
    ready: ['False', 'Rejected'],
    stalled: 'Rejected',
    kstatus: 'Failed',
  },
  'available, whatever the zones say': {
    situation: { row: 'available', reason: 'Available', message },
    previous: creating,
    ready: ['True', 'Available'],
    kstatus: 'Current',
  },
  'available, minimumZones not met': {
    situation: { row: 'waiting', reason: 'ZonesNotCovered', message },
    previous: available,
    ready: ['False', 'ZonesNotCovered'],
    kstatus: 'InProgress',
  },
  'paused: the last value': {
    situation: { row: 'unchanged' },
    previous: creating,
    ready: ['False', 'Creating'],
    reconciling: 'Progressing',
    kstatus: 'InProgress',
  },
  'deleting: the last value, with its own reason': {
    situation: { row: 'deleting', message },
    previous: available,
    deleting: true,
    ready: ['True', 'Deleting'],
    kstatus: 'Terminating',
  },
  'deleting before anything was known': {
    situation: { row: 'deleting', message },
    previous: [],
    deleting: true,
    ready: ['Unknown', 'Deleting'],
    kstatus: 'Terminating',
  },
};

describe('the status contract', () => {
  test.each(Object.entries(contract))('%s', (_sentence, { situation, previous, deleting, ...expected }) => {
    const conditions =
      situation === 'none yet' ? previous : stampConditions(summaryConditions(situation, previous), previous, { now: 0, generation: 1 });
    const of = (type: string): Condition | undefined => conditions.find((condition) => condition.type === type);
    const ready = of('Ready');
    expect([ready?.status, ready?.reason]).toEqual(expected.ready);
    expect([of('Reconciling')?.reason, of('Stalled')?.reason]).toEqual([expected.reconciling, expected.stalled]);
    expect(conditions.filter(({ type }) => type !== 'Ready').map(({ status }) => status)).not.toContain('False');
    expect(
      kstatus({
        metadata: { generation: 1, ...(deleting ? { deletionTimestamp: '2026-11-24T00:00:00Z' } : {}) },
        status: { conditions, ...(situation === 'none yet' ? {} : { observedGeneration: 1 }) },
      }),
    ).toBe(expected.kstatus);
  });
});

describe('kstatus', () => {
  const conditions = (...types: readonly string[]) => types.map((type) => ({ type, status: 'True' }));
  const cases: Record<string, readonly [Parameters<typeof kstatus>[0], KStatus]> = {
    'takes an object without conditions for current': [{ metadata: { generation: 1 } }, 'Current'],
    'believes nothing of an earlier generation': [
      { metadata: { generation: 2 }, status: { observedGeneration: 1, conditions: conditions('Ready') } },
      'InProgress',
    ],
    'takes the first of Reconciling and Stalled': [
      { metadata: {}, status: { conditions: conditions('Ready', 'Reconciling', 'Stalled') } },
      'InProgress',
    ],
    'takes the first of Stalled and Reconciling': [
      { metadata: {}, status: { conditions: conditions('Stalled', 'Reconciling') } },
      'Failed',
    ],
    'puts deletion before everything': [
      { metadata: { deletionTimestamp: 'now' }, status: { conditions: conditions('Stalled') } },
      'Terminating',
    ],
  };
  test.each(Object.entries(cases))('%s', (_sentence, [resource, verdict]) => {
    expect(kstatus(resource)).toBe(verdict);
  });
});

const minute = 60_000;
const failure = (failureClass: Failure['class'], code = 'SomeCode'): Failure => ({
  class: failureClass,
  code,
  message: '',
  call: 'DescribeVpcEndpoints',
});
const stalledAs = (reason: string): Condition[] => [
  { type: 'Stalled', status: 'True', reason, message: '', observedGeneration: 1, lastTransitionTime: '' },
];

interface Failed extends Partial<FailureContext> {
  /** Why it has not been Ready since the beginning of time. */
  readonly reason?: string;
  readonly failure: Failure;
  readonly row: Situation['row'];
}
const failures: Record<string, Failed> = {
  'what passes by itself is tried again, however long it takes': { failure: failure('throttled'), now: 600 * minute, row: 'retrying' },
  'an unknown outcome never stalls': { failure: failure('unknown'), now: 600 * minute, row: 'retrying' },
  'a terminal refusal stalls at once': { failure: failure('terminal'), now: 0, row: 'stalled' },
  'a denial is given ten minutes': { failure: failure('denied'), reason: 'AccessDenied', now: 10 * minute - 1, row: 'retrying' },
  'a denial stalls after ten minutes': { failure: failure('denied'), reason: 'AccessDenied', now: 10 * minute, row: 'stalled' },
  'a denial that begins after another failure is given ten minutes of its own': {
    failure: failure('denied'),
    reason: 'Throttled',
    now: 60 * minute,
    row: 'retrying',
  },
  'a denial that had stalled still does after a restart': {
    failure: failure('denied'),
    now: 0,
    previous: stalledAs('AccessDenied'),
    row: 'stalled',
  },
  'stalled for another reason is no reason to stall': {
    failure: failure('denied'),
    now: 0,
    previous: stalledAs('NotFound'),
    row: 'retrying',
  },
  'an unknown service name is given ten minutes too': {
    failure: failure('terminal', 'InvalidServiceName'),
    reason: 'InvalidServiceName',
    now: 10 * minute - 1,
    row: 'retrying',
  },
  'an unknown service name stalls after ten minutes': {
    failure: failure('terminal', 'InvalidServiceName'),
    reason: 'InvalidServiceName',
    now: 10 * minute,
    row: 'stalled',
  },
  'what was available stays as it was': { failure: failure('denied'), wasAvailable: true, now: 15 * minute - 1, row: 'unchanged' },
  'what was available is stale after 15 minutes without a good read': {
    failure: failure('denied'),
    wasAvailable: true,
    now: 15 * minute,
    row: 'stale',
  },
};

describe('a failed read or write', () => {
  test.each(Object.entries(failures))('%s', (_sentence, { row, reason, ...context }) => {
    const recent = { failing: reason === undefined ? undefined : { reason, since: 0 }, lastGoodRead: 0 };
    const whole = { message, wasAvailable: false, recent, now: 0, previous: [], ...context };
    expect(situationOfFailure(whole).row).toBe(row);
  });

  const remedies: Record<string, readonly [Failure, string]> = {
    'a denial': [failure('denied'), 'in words. Allow DescribeVpcEndpoints in the IAM policy of the role that makes the call.'],
    'a role that cannot be assumed': [
      { ...failure('denied'), call: 'AssumeRole' },
      "in words. Check the role's trust policy and the external ID.",
    ],
    'a throttle': [failure('throttled'), 'in words. It is tried again by itself.'],
    'a quota': [failure('quota'), 'in words. Free some of it or have the quota raised; it is tried again by itself.'],
    'a refusal for good': [failure('terminal'), 'in words. Correct what AWS refuses; it is tried again by itself.'],
  };
  test.each(Object.entries(remedies))('says what to do about %s', (_sentence, [failed, words]) => {
    const recent = { failing: undefined, lastGoodRead: 0 };
    expect(situationOfFailure({ failure: failed, message, wasAvailable: false, recent, now: 0, previous: [] })).toMatchObject({
      message: words,
    });
  });

  const reasons: Record<Failure['class'], string> = {
    notFound: 'NotFound',
    throttled: 'Throttled',
    denied: 'AccessDenied',
    conflict: 'OperationInProgress',
    dependency: 'DependencyMissing',
    quota: 'QuotaExceeded',
    terminal: 'Refused',
    unknown: 'AWSUnavailable',
  };
  test.each(Object.entries(reasons))('of class %s has the reason %s', (failureClass, reason) => {
    expect(reasonOfFailure(failure(failureClass as Failure['class']))).toBe(reason);
  });
});
