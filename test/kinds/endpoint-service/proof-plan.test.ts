import { describe, expect, test } from 'vitest';
import { absent } from '../../../src/core/reading.ts';
import { canonicalJSON } from '../../../src/core/tokens.ts';
import { plan } from '../../../src/kinds/endpoint-service/plan.ts';
import { attempt, failure, input, type Making, notAsked, now, periods, serviceID, unread, withService } from './support/builders.ts';
import {
  cname,
  domain,
  ours,
  type Proving,
  proving,
  published,
  record,
  recordName,
  seen,
  txt,
  unseen,
  verification,
  zoneID,
} from './support/proof.ts';

const part = `${zoneID} ${recordName}`;
const batch = { part, place: { accessRef: 'dns' }, hostedZoneID: zoneID, name: recordName };
const publish = { type: 'Publish', ...batch, before: undefined, after: txt('vpce:l6p0') };
const withdraw = { type: 'Withdraw', ...batch, destructive: true, before: txt('vpce:l6p0'), after: undefined };
const elsewhere = { ...ours, hostedZoneID: 'Z1OLD', accessRef: { name: 'old' }, accountID: '888888888888' };
const former = { ...ours, value: 'vpce:old' };
const actionsOf = (proof: Proving): readonly object[] => plan(input(proving(proof))).actions;

const publishing: Record<string, readonly [Proving, readonly object[]]> = {
  'recorded in status and not in the zone: it is written': [{}, [publish]],
  'not recorded in status yet: nothing is written before it is': [{ recorded: [] }, []],
  "others' values stay": [{ sets: seen(txt('theirs')) }, [{ ...publish, before: txt('theirs'), after: txt('theirs', 'vpce:l6p0') }]],
  'the zone was not readable: nothing': [{ sets: unseen('throttled') }, []],
  'the zone is not known: nothing': [{ zone: unseen('denied') as never }, []],
  'a private zone proves nothing': [{ zone: { state: 'found', value: { name: 'example.com.', isPrivate: true } } }, []],
  'a zone of another domain cannot hold it': [{ zone: { state: 'found', value: { name: 'ample.com.', isPrivate: false } } }, []],
  'a CNAME in the way is left alone': [{ sets: seen(cname) }, []],
  'verified, and the record was lost: it is written again': [{ state: 'verified', zone: undefined }, [publish]],
  'the zone was changed: one comes, the other goes': [
    { recorded: [published(ours, seen()), published(elsewhere, seen(txt('vpce:l6p0')))] },
    [publish, { ...withdraw, part: `Z1OLD ${recordName}`, place: { accessRef: 'old' }, hostedZoneID: 'Z1OLD' }],
  ],
  'one of two zones cannot be read: the other goes on': [
    { sets: unseen('denied'), recorded: [published(ours, unseen('denied')), published(elsewhere, seen(txt('vpce:l6p0', 'x')))] },
    [
      {
        ...withdraw,
        part: `Z1OLD ${recordName}`,
        place: { accessRef: 'old' },
        hostedZoneID: 'Z1OLD',
        before: txt('vpce:l6p0', 'x'),
        after: txt('x'),
      },
    ],
  ],
  'AWS asks for another value at the same name: one change': [
    { sets: seen(txt('vpce:old')), recorded: [published(ours, seen(txt('vpce:old'))), published(former, seen(txt('vpce:old')))] },
    [{ ...publish, before: txt('vpce:old'), after: txt('vpce:l6p0') }],
  ],
};

describe('the record', () => {
  test.each(Object.entries(publishing))('%s', (_, [proof, actions]) => {
    expect(actionsOf(proof).filter((action) => (action as { type: string }).type !== 'StartVerification')).toEqual(actions);
  });

  test('is recorded first, and the pass that writes it comes at once', () => {
    expect(plan(input(proving({ recorded: [] }))).requeueAfter).toBe(0);
  });

  test('refused because somebody changed the set: looked at anew within seconds', () => {
    expect(plan(input(proving())).requeueAfter).toBe(periods.pending);
  });

  test('refused for good: not looked at more often than anything', () => {
    const tries = {
      [`Publish ${part}`]: attempt({ key: canonicalJSON(publish), outcome: { result: 'failed', failure: failure('denied') } }),
    };
    expect(plan(input(proving({ making: { tries } }))).requeueAfter).toBe(periods.listing);
  });
});

const still = { facts: withService({ privateDNS: { name: domain, state: 'verified', record: record() } }) };
const there = [published(ours, seen(txt('vpce:l6p0')))];
const unwanted = { wanted: undefined, zone: undefined, published: there };
const staying: Record<string, Making> = {
  'while the service has the name': proving({ sets: seen(txt('vpce:l6p0')), state: 'verified' }),
  'where the spec names no zone any more': proving({
    sets: seen(txt('vpce:l6p0')),
    making: { spec: { privateDNS: { name: domain } }, facts: { ...still.facts, proof: unwanted } },
  }),
  'until AWS shows that the name has gone': proving({ making: { spec: {}, facts: { ...still.facts, proof: unwanted } } }),
  'until AWS shows the other name': proving({
    making: {
      spec: { privateDNS: { name: 'web.pay.example.com', verification: verification() } },
      facts: { ...still.facts, proof: unwanted },
    },
  }),
  'while AWS does not say which record proves the name': proving({
    making: { facts: { ...withService({ privateDNS: { name: domain, state: 'verified', record: undefined } }), proof: unwanted } },
  }),
  'while the service cannot be read': proving({ making: { spec: {}, facts: { resource: unread(), proof: unwanted } } }),
  'while the service is being deleted by somebody': proving({
    making: { spec: {}, facts: { ...withService({ state: 'deleting', privateDNS: undefined }), proof: unwanted } },
  }),
};

describe('a value of ours stays', () => {
  test.each(Object.entries(staying))('%s', (_, making) => {
    expect(plan(input(making)).actions.filter(({ type }) => type === 'Withdraw')).toEqual([]);
  });
});

const goes: Record<string, Making> = {
  'the name has gone from the service': proving({
    making: { spec: {}, facts: { ...withService({ privateDNS: undefined }), proof: unwanted } },
  }),
  'the service has another name': proving({
    making: {
      spec: { privateDNS: { name: 'web.pay.example.com' } },
      facts: {
        ...withService({ privateDNS: { name: 'web.pay.example.com', state: 'verified', record: record('v', 'web.pay.example.com') } }),
        proof: unwanted,
      },
    },
  }),
  'the service was made anew and asks for another value': proving({
    making: {
      spec: { privateDNS: { name: domain } },
      facts: { ...withService({ privateDNS: { name: domain, state: 'verified', record: record('vpce:new') } }), proof: unwanted },
    },
  }),
};

describe('a value of ours goes', () => {
  test.each(Object.entries(goes))('%s', (_, making) => {
    expect(plan(input(making)).actions).toEqual([withdraw]);
  });
});

describe('at a deletion', () => {
  const deleted = { Delete: attempt({ outcome: { result: 'done' } }) };
  const deletion = (proof: typeof unwanted, making: Making = {}): Making =>
    proving({ recorded: proof.published, making: { deleting: true, tries: deleted, ...making, facts: { resource: absent, proof } } });
  const left = (sets: Parameters<typeof published>[1]): typeof unwanted => ({ ...unwanted, published: [published(ours, sets)] });

  test('the service goes first', () => {
    const making = proving({ making: { deleting: true, facts: { proof: left(unseen('terminal')) } } });
    expect(plan(input(making)).actions).toMatchObject([{ type: 'Delete' }]);
  });

  test('then the value, and only then the object', () => {
    const { actions, done } = plan(input(deletion(left(seen(txt('vpce:l6p0', 'theirs'))))));
    expect([actions, done]).toEqual([[{ ...withdraw, before: txt('vpce:l6p0', 'theirs'), after: txt('theirs') }], undefined]);
  });

  const gone = { ...deleted, [`Withdraw ${part}`]: attempt({ outcome: { result: 'done' } }) };
  const ends: Record<string, readonly [Making, boolean]> = {
    'withdrawn by us and not there': [deletion(left(seen(txt('theirs'))), { tries: gone }), true],
    'not there, and nobody can have written it of late': [deletion(left(seen())), true],
    'not there, but a call without an answer may be about to write it': [
      deletion(left(seen()), {
        tries: {
          ...deleted,
          [`Publish ${part}`]: attempt({ maybeDoneAt: now - 1_000, outcome: { result: 'failed', failure: failure('unknown') } }),
        },
      }),
      false,
    ],
    'the zone is no more': [deletion(left({ state: 'missing', reason: 'HostedZoneNotFound', message: '' })), true],
    'the access is no more': [deletion(left({ state: 'missing', reason: 'AccessNotFound', message: '' })), false],
    'the zone cannot be read': [deletion(left(unseen('denied'))), false],
    'the zone seems to be no more for the first time': [deletion(left(unseen('notFound'))), false],
    'it stands there, and is to be retained': [
      deletion(left({ state: 'unknown', failure: notAsked, message: '' }), { spec: { deletionPolicy: 'Retain' } }),
      true,
    ],
  };
  test.each(Object.entries(ends))('%s: whether that is the end', (_, [making, done]) => {
    expect(plan(input(making)).done ?? false).toBe(done);
  });

  test('an object whose service had vanished before has its value withdrawn too', () => {
    const making = deletion(left(seen(txt('vpce:l6p0'))), { status: { privateDNS: { published: [ours] } } });
    expect(plan(input(making)).actions).toEqual([withdraw]);
  });
});

describe('verification', () => {
  const start = { type: 'StartVerification', serviceID, name: domain, record: 'vpce:l6p0' };
  const written = (ago: number) => ({ [`Publish ${part}`]: attempt({ at: now - ago, outcome: { result: 'done' } }) });
  const started = (ago: number) => ({
    StartVerification: attempt({ key: canonicalJSON(start), at: now - ago, firstAt: now - ago, outcome: { result: 'done' } }),
  });
  const stands = seen(txt('vpce:l6p0'));
  const cases: Record<string, readonly [Proving, boolean]> = {
    'is not started before the record stands in the zone': [{ sets: seen(txt('theirs')) }, false],
    'is not started while it is not known whether it does': [{ sets: unseen('unknown') }, false],
    'is not started before all of public DNS has it': [{ sets: stands, making: { tries: written(59_000) } }, false],
    'is started a minute after the record was written': [{ sets: stands, making: { tries: written(60_000) } }, true],
    'is started where the record stood there already': [{ sets: stands }, true],
    'is not started anew at once': [{ sets: stands, making: { tries: { ...written(90_000), ...started(20_000) } } }, false],
    'is started anew where the record was written since': [
      { sets: stands, making: { tries: { ...written(60_000), ...started(90_000) } } },
      true,
    ],
    'is started anew after ten minutes': [{ sets: stands, making: { tries: started(600_000) } }, true],
    'is over once the name is verified': [{ sets: stands, state: 'verified' }, false],
  };
  test.each(Object.entries(cases))('%s', (_, [proof, isStarted]) => {
    expect(actionsOf(proof)).toEqual(isStarted ? [start] : expect.not.arrayContaining([start]));
  });

  test('waits a minute after a restart too: the process before may have written the record just then', () => {
    const making = input(proving({ sets: stands }));
    const restarted = { ...making, recent: { ...making.recent, startedAt: now - 30_000 } };
    expect(plan(restarted).actions).toEqual([]);
  });

  test('of a name whose record is for a person to write starts as ever', () => {
    const facts = withService({ privateDNS: { name: domain, state: 'pendingVerification', record: record() } });
    expect(plan(input({ spec: { privateDNS: { name: domain } }, facts })).actions).toEqual([start]);
  });
});
