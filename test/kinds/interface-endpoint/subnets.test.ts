import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { Subnet } from '../../../src/kinds/interface-endpoint/facts.ts';
import { chooseSubnets, type SubnetQuestion } from '../../../src/kinds/interface-endpoint/subnets.ts';
import { deepFreeze, ids, subnet } from './support/builders.ts';

const zones = ['euw1-az1', 'euw1-az2', 'euw1-az3'];
const zoneNames = { 'euw1-az1': 'eu-west-1a', 'euw1-az2': 'eu-west-1b', 'euw1-az3': 'eu-west-1c' };
const tagged = [{ tags: { tier: 'app' } }];

function question(change: Partial<SubnetQuestion> = {}): SubnetQuestion {
  const attached = change.attached ?? [];
  const zoneOf = (id: string): string => `euw1-az${id.slice(-1)}`;
  return deepFreeze({
    terms: tagged,
    listed: [subnet('a1'), subnet('b2')],
    offered: zones,
    attached,
    held: attached,
    sightings: undefined,
    zoneNames,
    zoneOf,
    ...change,
  });
}

const lacking = (names: readonly string[], seenTwice: boolean): SubnetQuestion['sightings'] => ({
  sequence: 2,
  missingSince: Object.fromEntries(ids(...names).map((id) => [id, seenTwice ? 1 : 2])),
});
const byID = (...names: readonly string[]): SubnetQuestion['terms'] => ids(...names).map((id) => ({ id }));

interface Expected {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
  readonly dropped?: Readonly<Record<string, string>>;
  readonly wanted?: readonly number[];
}

const rules: Record<string, readonly [Partial<SubnetQuestion>, Expected]> = {
  'a new endpoint gets one subnet in each matching zone': [{}, { add: ['a1', 'b2'], wanted: [1, 2] }],
  'the earliest term wins its zone': [
    { terms: byID('b1', 'a1'), listed: [subnet('a1'), subnet('b1')] },
    { add: ['b1'], dropped: { a1: 'ZoneTaken' } },
  ],
  'within a term the lowest ID wins': [{ listed: [subnet('b1'), subnet('a1')] }, { add: ['a1'], dropped: { b1: 'ZoneTaken' } }],
  'the attached subnet keeps its zone while it matches': [
    { listed: [subnet('a1'), subnet('b1')], attached: ids('b1') },
    { dropped: { a1: 'ZoneTaken' } },
  ],
  'what was resolved before and got lost comes back': [
    { listed: [subnet('a1'), subnet('b1'), subnet('c2')], attached: ids('c2'), held: ids('b1', 'c2') },
    { add: ['b1'], dropped: { a1: 'ZoneTaken' } },
  ],
  'a zone that is not offered is dropped and named, and still wanted': [
    { offered: ['euw1-az1'] },
    { add: ['a1'], dropped: { b2: 'ZoneNotOffered' }, wanted: [1, 2] },
  ],
  'offered zones may come as names': [{ offered: ['eu-west-1b'] }, { add: ['b2'], dropped: { a1: 'ZoneNotOffered' } }],
  'what one listing lacks stays though nobody remembers having attached it': [
    { listed: [subnet('a1')], attached: ids('a1', 'b2'), held: [] },
    {},
  ],
  'a zone that is offered no longer is not detached': [{ offered: ['euw1-az1'], attached: ids('a1', 'b2') }, {}],
  'zone IDs narrow a term': [{ terms: [{ zoneIDs: ['euw1-az2', 'euw1-az3'] }] }, { add: ['b2'], wanted: [2, 3] }],
  'zone names narrow a term': [{ terms: [{ zoneNames: ['eu-west-1b', 'eu-west-1c'] }] }, { add: ['b2'], wanted: [2, 3] }],
  'tags and zones of a term must both hold': [{ terms: [{ tags: { tier: 'data' }, zoneIDs: ['euw1-az1'] }] }, { wanted: [1] }],
  'an empty look-up detaches nothing': [
    { listed: [], attached: ids('a1', 'b2'), sightings: lacking(['a1', 'b2'], true) },
    { wanted: [1, 2] },
  ],
  'terms that match nothing detach nothing': [{ terms: [{ tags: { tier: 'none' } }], attached: ids('a1', 'b2') }, { wanted: [1, 2] }],
  'one listing that lacks a subnet detaches nothing': [
    { listed: [subnet('a1')], attached: ids('a1', 'b2'), sightings: lacking(['b2'], false) },
    { wanted: [1, 2] },
  ],
  'two listings that lack it detach exactly it': [
    { listed: [subnet('a1')], attached: ids('a1', 'b2'), sightings: lacking(['b2'], true) },
    { remove: ['b2'], wanted: [1] },
  ],
  'a kept subnet keeps its zone from others': [
    { listed: [subnet('a1'), subnet('c2')], attached: ids('a1', 'b2'), sightings: lacking(['b2'], false) },
    { dropped: { c2: 'ZoneTaken' } },
  ],
  'what the spec no longer names by ID goes at once': [
    { terms: byID('a1'), attached: ids('a1', 'b2') },
    { remove: ['b2'], wanted: [1] },
  ],
  'what the spec names by ID stays though one listing lacks it': [
    { terms: byID('a1', 'b2'), listed: [subnet('a1')], attached: ids('a1', 'b2'), sightings: lacking(['b2'], false) },
    { wanted: [1, 2] },
  ],
  "a stranger's subnet goes at once": [
    { listed: [subnet('a1'), subnet('c3', {})], attached: ids('a1', 'c3'), held: ids('a1') },
    { remove: ['c3'], wanted: [1] },
  ],
  'a swap within a zone removes first': [
    { terms: byID('a1', 'c2'), listed: [subnet('a1'), subnet('b2'), subnet('c2')], attached: ids('a1', 'b2') },
    { remove: ['b2'], dropped: { c2: 'WaitsForRemoval' } },
  ],
  'and adds in the next pass': [
    { terms: byID('a1', 'c2'), listed: [subnet('a1'), subnet('b2'), subnet('c2')], attached: ids('a1') },
    { add: ['c2'] },
  ],
  "an endpoint's only subnet is not swapped": [
    { terms: byID('b1'), listed: [subnet('a1'), subnet('b1')], attached: ids('a1') },
    { dropped: { b1: 'OnlySubnet' } },
  ],
  'a move to another zone adds first': [{ terms: byID('b2'), attached: ids('a1') }, { add: ['b2'] }],
  'and removes when the new one is attached': [{ terms: byID('b2'), attached: ids('a1', 'b2') }, { remove: ['a1'] }],
  'a swap in every zone leaves one subnet standing': [
    { terms: byID('c1', 'c2'), listed: [subnet('a1'), subnet('b2'), subnet('c1'), subnet('c2')], attached: ids('a1', 'b2') },
    { remove: ['b2'], dropped: { c1: 'WaitsForRemoval', c2: 'WaitsForRemoval' } },
  ],
};

describe('subnets', () => {
  test.each(Object.entries(rules))('%s', (_name, [change, { add = [], remove = [], dropped = {}, wanted }]) => {
    const choice = chooseSubnets(question(change));
    expect(choice.add.map((one) => one.subnet.id)).toEqual(ids(...add));
    expect(choice.remove).toEqual(ids(...remove));
    expect(choice.dropped.map((one) => [one.subnetID, one.reason])).toEqual(
      Object.entries(dropped).map(([name, reason]) => [...ids(name), reason]),
    );
    if (wanted !== undefined) expect(choice.wantedZones).toEqual(wanted.map((zone) => `euw1-az${zone}`));
  });
});

test('the designated address goes with its subnet', () => {
  const [only] = chooseSubnets(question({ terms: [{ id: ids('a1')[0], ipv4Address: '10.0.1.10' }] })).add;
  expect(only?.ipv4Address).toBe('10.0.1.10');
});

const anySubnet = fc
  .constantFrom('a1', 'b1', 'c1', 'a2', 'b2', 'a3')
  .chain((name) => fc.constantFrom('app', 'data').map((tier): Subnet => subnet(name, { tier })));
const anyQuestion = fc.record({
  listed: fc.uniqueArray(anySubnet, { selector: (one) => one.id }),
  attached: fc.uniqueArray(fc.constantFrom('a1', 'b2', 'a3'), { maxLength: 3 }).map((names) => ids(...names).toSorted()),
  held: fc.subarray(ids('a1', 'b2', 'a3')),
  terms: fc.constantFrom(tagged, byID('a1'), byID('b1', 'b2'), [{ zoneIDs: ['euw1-az2'] }], byID('a1', 'a2', 'a3')),
  offered: fc.subarray(zones),
  missing: fc.subarray(['a1', 'b2', 'a3']),
  twice: fc.boolean(),
});

property.prop([anyQuestion])(
  'whatever is asked, the last subnet stays, no zone is added to and removed from at once, and no zone gets two',
  ({ missing, twice, ...change }) => {
    const asked = question({ ...change, sightings: lacking(missing, twice) });
    const { add, remove } = chooseSubnets(asked);
    const left = asked.attached.filter((id) => !remove.includes(id));
    if (asked.attached.length > 0) expect(left.length).toBeGreaterThan(0);
    const zoneOf = (id: string): string => `euw1-az${id.slice(-1)}`;
    const removedZones = remove.map(zoneOf);
    for (const { subnet: added } of add) expect(removedZones).not.toContain(added.zoneID);
    const after = [...left.map(zoneOf), ...add.map((one) => one.subnet.zoneID)];
    expect(new Set(after).size).toBe(after.length);
  },
);

property.prop([anyQuestion, fc.integer()])('the order of what AWS lists changes nothing', ({ missing, twice, ...change }, seed) => {
  const asked = question({ ...change, sightings: lacking(missing, twice) });
  const shuffled = question({
    ...asked,
    listed: asked.listed.toSorted((a, b) => ((a.id.charCodeAt(14) * seed) % 7) - ((b.id.charCodeAt(14) * seed) % 7)).toReversed(),
    attached: asked.attached.toReversed(),
    offered: asked.offered.toReversed(),
  });
  const sorted = (choice: ReturnType<typeof chooseSubnets>): object => ({
    ...choice,
    add: choice.add.map((one) => one.subnet.id).toSorted(),
  });
  expect(sorted(chooseSubnets(shuffled))).toEqual(sorted(chooseSubnets(asked)));
});
