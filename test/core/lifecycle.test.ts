import { describe, expect, test } from 'vitest';
import { type LifecycleInput, type LifecycleStep, lookupAfter, nextStep, type Seen } from '../../src/core/lifecycle.ts';
import type { FailureClass, Outcome } from '../../src/core/outcome.ts';
import { absent, present, unknown } from '../../src/core/reading.ts';
import type { Try } from '../../src/core/recent.ts';
import { pendingCreate } from '../../src/core/tokens.ts';

const minute = 60_000;
const startedAt = 1_000 * minute;
const now = startedAt + 60 * minute;
const grace = 5 * minute;
const unread = unknown({ class: 'unknown', code: 'TimeoutError', message: 'no answer', call: 'DescribeVpcEndpoints' });
const wanted = { VpcId: 'vpc-0a' };
const first = pendingCreate('cluster', 'uid-1', { attempt: 1, request: wanted });
const second = pendingCreate('cluster', 'uid-1', { attempt: 2, request: wanted });

const live: Seen = { id: 'vpce-1', state: 'live', ownership: 'ours' };

const blank: LifecycleInput = {
  clusterID: 'cluster',
  uid: 'uid-1',
  deleting: false,
  retain: false,
  id: undefined,
  pendingCreate: undefined,
  attempt: 0,
  resource: unread,
  owned: unread,
  wanted,
  recent: { startedAt, lastGoodRead: startedAt, failing: undefined, tries: {} },
  now,
  grace,
};

function failed(failureClass: FailureClass, code = 'SomeCode'): Outcome {
  return { result: 'failed', failure: { class: failureClass, code, message: 'no', call: 'CreateVpcEndpoint' } };
}
function tried(outcome: Outcome, more: Partial<Try> = {}): Try {
  return {
    key: first.token,
    firstAt: now - minute,
    at: now - minute,
    outcome,
    maybeDoneAt: undefined,
    failures: 1,
    notBefore: now,
    ...more,
  };
}
function given(changes: Partial<LifecycleInput> & { readonly create?: Try; readonly remove?: Try }): LifecycleInput {
  const { create, remove, ...rest } = changes;
  const tries = { ...(create === undefined ? {} : { Create: create }), ...(remove === undefined ? {} : { Delete: remove }) };
  return { ...blank, recent: { ...blank.recent, tries }, ...rest };
}

const recorded = { pendingCreate: first, attempt: 1 };
const known = { id: 'vpce-1', attempt: 1 };
const deleted = tried({ result: 'done' }, { key: 'delete' });

const table: Record<string, [LifecycleInput, LifecycleStep]> = {
  'nothing is created before a look-up has shown that there is nothing': [given({}), { step: 'wait' }],
  'the first create is recorded once the look-up is empty': [given({ owned: present([]) }), { step: 'create', intent: first }],
  'what an earlier process made is adopted': [given({ owned: present([live]) }), { step: 'adopt', id: 'vpce-1' }],
  'what an earlier incarnation made is claimed again': [
    given({ owned: present([{ ...live, ownership: 'earlier' }]) }),
    { step: 'reclaim', id: 'vpce-1' },
  ],
  'what was released is not claimed by itself': [
    given({ owned: present([{ ...live, ownership: 'released' }]) }),
    { step: 'create', intent: first },
  ],
  'a tombstone is not claimed': [given({ owned: present([{ ...live, state: 'gone' }]) }), { step: 'create', intent: first }],
  'nothing is created while something the request needs is missing': [given({ owned: present([]), wanted: undefined }), { step: 'wait' }],
  'a recorded create is not repeated after a restart before a look-up: AWS may have forgotten its token': [
    given(recorded),
    { step: 'wait' },
  ],
  'a recorded create is repeated after a restart once the look-up is empty': [
    given({ ...recorded, owned: present([]) }),
    { step: 'create', intent: first },
  ],
  'what a recorded create made before a restart is adopted': [
    given({ ...recorded, owned: present([live]) }),
    { step: 'adopt', id: 'vpce-1' },
  ],
  'what a recorded create made before a restart is contested where another has claimed it since': [
    given({ ...recorded, owned: present([{ ...live, ownership: 'earlier' }]) }),
    { step: 'contested', seen: { ...live, ownership: 'earlier' } },
  ],
  'a recorded create is repeated though the spec wants another': [
    given({ ...recorded, owned: present([]), wanted: { VpcId: 'vpc-0b' } }),
    { step: 'create', intent: first },
  ],
  'a recorded create is repeated though the spec cannot be met now': [
    given({ ...recorded, owned: present([]), wanted: undefined }),
    { step: 'create', intent: first },
  ],
  'a recorded create is repeated after a time-out': [
    given({ ...recorded, create: tried(failed('unknown'), { maybeDoneAt: now }) }),
    { step: 'create', intent: first },
  ],
  'a recorded create is repeated after throttling': [
    given({ ...recorded, create: tried(failed('throttled')), wanted: { VpcId: 'vpc-0b' } }),
    { step: 'create', intent: first },
  ],
  'a refused create is repeated unchanged under its token': [
    given({ ...recorded, create: tried(failed('denied')) }),
    { step: 'create', intent: first },
  ],
  'a create refused for what an earlier incarnation made claims that again': [
    given({ ...recorded, create: tried(failed('terminal')), owned: present([{ ...live, ownership: 'earlier' }]) }),
    { step: 'reclaim', id: 'vpce-1' },
  ],
  'a create whose token has made something already is not replaced while the look-up is not sure': [
    given({ ...recorded, create: tried(failed('conflict', 'HostedZoneAlreadyExists')) }),
    { step: 'create', intent: first },
  ],
  'what the token has made already is adopted': [
    given({ ...recorded, create: tried(failed('conflict', 'HostedZoneAlreadyExists')), owned: present([live]) }),
    { step: 'adopt', id: 'vpce-1' },
  ],
  'a token whose work is gone is spent': [
    given({ ...recorded, create: tried(failed('conflict', 'HostedZoneAlreadyExists')), owned: present([]) }),
    { step: 'create', intent: second },
  ],
  'a deletion waits for what the token has made already': [
    given({ ...recorded, deleting: true, create: tried(failed('conflict', 'HostedZoneAlreadyExists')) }),
    { step: 'wait' },
  ],
  'a refused create is replaced when the spec was edited': [
    given({ ...recorded, create: tried(failed('terminal')), wanted: { VpcId: 'vpc-0b' } }),
    { step: 'create', intent: pendingCreate('cluster', 'uid-1', { attempt: 2, request: { VpcId: 'vpc-0b' } }) },
  ],
  'a refused create that may have been carried out before is not replaced without a look-up': [
    given({ ...recorded, create: tried(failed('terminal'), { maybeDoneAt: now - minute }), wanted: { VpcId: 'vpc-0b' } }),
    { step: 'create', intent: first },
  ],
  'a look-up after a refusal finds what a lost reply had made': [
    given({ ...recorded, create: tried(failed('denied'), { maybeDoneAt: now - 6 * minute }), owned: present([live]) }),
    { step: 'adopt', id: 'vpce-1' },
  ],
  'a token bound to another request is replaced once nothing is found': [
    given({
      ...recorded,
      create: tried(failed('terminal', 'IdempotentParameterMismatch'), { maybeDoneAt: now - 6 * minute }),
      owned: present([]),
    }),
    { step: 'create', intent: second },
  ],
  'a deleted object without a recorded create has nothing': [given({ deleting: true }), { step: 'gone' }],
  'a deleted object repeats its recorded create to learn the ID': [
    given({ ...recorded, deleting: true, owned: present([]) }),
    { step: 'create', intent: first },
  ],
  'a deleted object whose create was refused at once has nothing': [
    given({ ...recorded, deleting: true, create: tried(failed('terminal')) }),
    { step: 'gone' },
  ],
  'a deleted object whose create may have been carried out waits for the look-up': [
    given({ ...recorded, deleting: true, create: tried(failed('denied'), { maybeDoneAt: now }) }),
    { step: 'wait' },
  ],
  'what exists is compared': [given({ ...known, resource: present(live) }), { step: 'exists', seen: live }],
  'an unreadable resource is left alone': [given(known), { step: 'wait' }],
  'a deleted object deletes what it has': [given({ ...known, deleting: true, resource: present(live) }), { step: 'delete', id: 'vpce-1' }],
  'a deleted object that retains releases what it has': [
    given({ ...known, deleting: true, retain: true, resource: present(live) }),
    { step: 'release', id: 'vpce-1' },
  ],
  'a released resource lets its object go': [
    given({ ...known, deleting: true, retain: true, resource: present({ ...live, ownership: 'released' }) }),
    { step: 'gone' },
  ],
  'a resource that is going is waited for': [
    given({ ...known, deleting: true, resource: present({ ...live, state: 'deleting' }) }),
    { step: 'deleting', id: 'vpce-1' },
  ],
  'a tombstone proves absence': [given({ ...known, deleting: true, resource: present({ ...live, state: 'gone' }) }), { step: 'gone' }],
  'NotFound after our accepted delete of what had been seen proves absence': [
    given({ ...known, deleting: true, resource: absent, remove: deleted }),
    { step: 'gone' },
  ],
  'NotFound of what was never seen proves nothing within the grace': [
    given({ ...known, ...recorded, id: 'vpce-1', deleting: true, resource: absent, remove: deleted, create: tried({ result: 'done' }) }),
    { step: 'wait' },
  ],
  'NotFound proves nothing shortly after a restart': [given({ ...known, resource: absent, now: startedAt + minute }), { step: 'wait' }],
  'what vanished is created anew under the next attempt': [
    given({ ...known, resource: absent, owned: present([]) }),
    { step: 'create', intent: second },
  ],
  'a foreign resource is neither changed nor deleted': [
    given({ ...known, deleting: true, resource: present({ ...live, ownership: 'foreign' }) }),
    { step: 'foreign', seen: { ...live, ownership: 'foreign' } },
  ],
  'a foreign UID that comes back is contested': [
    given({ ...known, resource: present({ ...live, ownership: 'earlier' }) }),
    { step: 'contested', seen: { ...live, ownership: 'earlier' } },
  ],
};

describe('the next step of a life', () => {
  test.each(Object.entries(table))('%s', (_sentence, [input, step]) => {
    expect(nextStep(input)).toEqual(step);
  });
});

describe('a look-up by owner tag', () => {
  test('is asked before a first create', () => {
    expect(lookupAfter(given({}))).toBe(startedAt);
  });
  test('is not asked while the ID is known', () => {
    expect(lookupAfter(given(known))).toBeUndefined();
  });
  test('begins a grace after the last try that may have been carried out', () => {
    expect(lookupAfter(given({ ...recorded, create: tried(failed('denied'), { maybeDoneAt: now - minute }) }))).toBe(now + 4 * minute);
  });
  test('begins at once after a refusal, for what is in the way may be our own', () => {
    expect(lookupAfter(given({ ...recorded, create: tried(failed('denied')) }))).toBe(now - minute);
  });
  test('is asked before another process repeats a recorded create', () => {
    expect(lookupAfter(given(recorded))).toBe(startedAt);
  });
  test('is not asked while the create of this process has no answer, or a good one', () => {
    expect(lookupAfter(given({ ...recorded, create: tried(failed('unknown')) }))).toBeUndefined();
    expect(lookupAfter(given({ ...recorded, create: tried({ result: 'done' }) }))).toBeUndefined();
  });
});
