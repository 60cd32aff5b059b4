import { describe, expect, test } from 'vitest';
import { absent } from '../../../src/core/reading.ts';
import { findCondition } from '../../../src/core/conditions.ts';
import type { Action } from '../../../src/kinds/endpoint-service/action.ts';
import { plan } from '../../../src/kinds/endpoint-service/plan.ts';
import { status } from '../../../src/kinds/endpoint-service/status.ts';
import type { ActionOutcome, Condition } from '../../../src/kinds/kind.ts';
import type { Failure } from '../../../src/core/outcome.ts';
import { attempt, failure, input, type Making, now, withService } from './support/builders.ts';
import { cname, domain, ours, type Proving, proving, published, record, recordName, seen, txt, unseen, zoneID } from './support/proof.ts';

const part = `${zoneID} ${recordName}`;

/** The status after a pass whose actions all end in this way. */
function statusOf(making: Making, refused?: Failure): ReturnType<typeof status> {
  const moment = input(making);
  const planned = plan(moment);
  const outcomes = planned.actions.map(
    (action): ActionOutcome<Action> => ({
      action,
      outcome: refused === undefined ? { result: 'done' } : { result: 'failed', failure: refused },
    }),
  );
  return status(moment, planned, outcomes);
}

const detail = (making: Making, refused?: Failure): unknown => findCondition(statusOf(making, refused).conditions, 'PrivateDNSVerified');
const stands = seen(txt('vpce:l6p0'));
const before = { type: 'PrivateDNSVerified', status: 'False', reason: 'PendingVerification', message: 'as it was' } as const;
const earlier: Condition = { ...before, lastTransitionTime: '2026-11-01T00:00:00Z' };
const keeping = (proof: Proving): Making => {
  const making = proving(proof);
  return { ...making, status: { ...making.status, conditions: [earlier] } };
};

const words: Record<string, readonly [Making, { readonly reason: string; readonly says: readonly string[]; readonly refused?: Failure }]> =
  {
    'being written': [proving(), { reason: 'Publishing', says: [`${recordName} TXT "vpce:l6p0"`, 'Z0PUB (example.com.)'] }],
    'written and not looked for yet': [proving({ sets: stands }), { reason: 'PendingVerification', says: ['stands in hosted zone Z0PUB'] }],
    'not found by AWS though it stands there': [
      proving({ sets: stands, state: 'failed' }),
      { reason: 'VerificationFailed', says: ['stands in hosted zone Z0PUB (example.com.)', 'name servers'] },
    ],
    'in a private zone': [
      proving({ zone: { state: 'found', value: { name: 'example.com.', isPrivate: true } } }),
      { reason: 'HostedZonePrivate', says: ['Z0PUB (example.com.) is private', 'spec.privateDNS.verification.hostedZoneID'] },
    ],
    'in a zone of another domain': [
      proving({ zone: { state: 'found', value: { name: 'example.org.', isPrivate: false } } }),
      { reason: 'HostedZoneMismatch', says: [recordName, 'which is example.org.'] },
    ],
    'behind a CNAME': [
      proving({ sets: seen(cname) }),
      { reason: 'RecordConflict', says: ['CNAME', 'left alone', 'Remove what stands there'] },
    ],
    'in a zone that is not there': [
      proving({ sets: { state: 'missing', reason: 'HostedZoneNotFound', message: 'There is no hosted zone Z0PUB in account 9.' } }),
      { reason: 'HostedZoneNotFound', says: ['There is no hosted zone Z0PUB in account 9.'] },
    ],
    'in a zone that must not be read': [proving({ sets: unseen('denied') }), { reason: 'AccessDenied', says: ['Z0PUB', 'Allow SomeCall'] }],
    'in a zone that must not be written': [
      proving(),
      { reason: 'AccessDenied', says: ['Cannot write the TXT record', 'Allow SomeCall'], refused: failure('denied') },
    ],
  };

describe('PrivateDNSVerified tells of a record', () => {
  test.each(Object.entries(words))('%s', (_, [making, { reason, says, refused }]) => {
    const told = detail(making, refused);
    expect(told).toMatchObject({ status: 'False', reason });
    for (const part of says) expect((told as { message: string }).message).toContain(part);
  });

  test.each<readonly [string, Proving, Failure | undefined]>([
    ['a read that fails in passing', { sets: unseen('throttled') }, undefined],
    ['a zone that is not found for the first time', { sets: unseen('notFound', 'NoSuchHostedZone') }, undefined],
    ['a write that fails in passing', {}, failure('unknown')],
    ['a batch that somebody else was faster than', {}, failure('terminal', { code: 'InvalidChangeBatch' })],
  ])('as before after %s', (_, proof, refused) => {
    expect(detail(keeping(proof), refused)).toEqual(before);
  });

  test('as refused, where the same batch stays refused', () => {
    const refused = failure('terminal', { code: 'InvalidChangeBatch' });
    const tries = { [`Publish ${part}`]: attempt({ at: now - 6_000, outcome: { result: 'failed', failure: refused } }) };
    expect(detail({ ...keeping({}), tries }, refused)).toMatchObject({ reason: 'Refused' });
  });

  test('that was lost after the name was verified, where it cannot be written again', () => {
    expect(detail(proving({ state: 'verified', zone: undefined, sets: unseen('denied') }))).toMatchObject({
      status: 'True',
      message: expect.stringContaining('Cannot read hosted zone Z0PUB') as string,
    });
  });

  test('for a person to write as ever, where no zone is named', () => {
    const facts = withService({ privateDNS: { name: domain, state: 'failed', record: record() } });
    expect(detail({ spec: { privateDNS: { name: domain } }, facts })).toMatchObject({
      reason: 'VerificationFailed',
      message: expect.stringContaining('Write the public record') as string,
    });
  });
});

describe('what status remembers as published', () => {
  const rememberedOf = (making: Making): unknown => statusOf(making).privateDNS?.published;
  const gone = { wanted: undefined, zone: undefined };
  const nameless = withService({ privateDNS: undefined });
  const cases: Record<string, readonly [Making, unknown]> = {
    'a value that is about to be written': [proving({ recorded: [] }), [ours]],
    'a value that stands there though we never wrote it': [proving({ sets: stands, recorded: [] }), [ours]],
    'nothing that cannot be written': [proving({ sets: seen(cname), recorded: [] }), undefined],
    'a value whose zone cannot be read': [proving({ sets: unseen('denied') }), [ours]],
    'the access that the spec names now': [
      proving({ sets: stands, recorded: [published({ ...ours, accessRef: { name: 'former' } }, stands)] }),
      [ours],
    ],
    'a value that has to go and stands there': [
      proving({ making: { spec: {}, facts: { ...nameless, proof: { ...gone, published: [published(ours, stands)] } } } }),
      [ours],
    ],
    'no value that has gone': [
      proving({ making: { spec: {}, facts: { ...nameless, proof: { ...gone, published: [published(ours, seen())] } } } }),
      undefined,
    ],
    'a value while the service is being made anew': [
      proving({ making: { spec: {}, facts: { resource: absent, proof: { ...gone, published: [published(ours, stands)] } } } }),
      [ours],
    ],
  };
  test.each(Object.entries(cases))('%s', (_, [making, remembered]) => {
    expect(rememberedOf(making)).toEqual(remembered);
  });

  test('is never more than the schema takes: a further value is not written', () => {
    const recorded = Array.from({ length: 20 }, (_, index) => published({ ...ours, value: `vpce:${index}` }, unseen('denied')));
    const making = proving({ recorded });
    expect([rememberedOf(making), plan(input(making)).actions]).toEqual([recorded.map(({ of }) => of), []]);
  });
});

describe('a value that cannot be withdrawn', () => {
  const missing = { state: 'missing', reason: 'AccessNotFound', message: 'PrivateLinkAccess dns does not exist.' } as const;
  const proof = { wanted: undefined, zone: undefined, published: [published(ours, missing)] };

  test('is told beside Ready', () => {
    const making = proving({ making: { spec: {}, facts: { ...withService({ privateDNS: undefined }), proof } } });
    const ready = findCondition(statusOf(making).conditions, 'Ready');
    expect(ready).toMatchObject({ status: 'True', message: expect.stringContaining(missing.message) as string });
    expect(ready?.message).toContain(`"vpce:l6p0" of ${recordName} is not withdrawn from hosted zone Z0PUB`);
  });

  test('holds a deletion, with the way out', () => {
    const making = proving({ recorded: proof.published, making: { deleting: true, facts: { resource: absent, proof } } });
    const ready = findCondition(statusOf(making).conditions, 'Ready');
    expect(ready).toMatchObject({ reason: 'Deleting', message: expect.stringContaining('spec.deletionPolicy to Retain') as string });
    expect(ready?.message).toContain(missing.message);
  });
});
