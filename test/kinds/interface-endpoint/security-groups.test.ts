import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { chooseGroups, type GroupQuestion } from '../../../src/kinds/interface-endpoint/security-groups.ts';
import { deepFreeze, group, sg } from './support/builders.ts';

function question(change: Partial<GroupQuestion> = {}): GroupQuestion {
  const attached = change.attached ?? [];
  return deepFreeze({
    terms: [{ tags: { use: 'pl' } }],
    listed: [group('a', { use: 'pl' }), group('b', { use: 'pl' }), group('x')],
    attached,
    held: attached,
    sightings: undefined,
    ...change,
  });
}
const lacking = (name: string, seenTwice: boolean): GroupQuestion['sightings'] => ({
  sequence: 2,
  missingSince: Object.fromEntries(sg(name).map((id) => [id, seenTwice ? 1 : 2])),
});

interface Expected {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

const rules: Record<string, readonly [Partial<GroupQuestion>, Expected]> = {
  'all matching groups are put on': [{}, { add: ['a', 'b'] }],
  'a group is found by name': [{ terms: [{ name: 'x' }] }, { add: ['x'] }],
  'a group is found by ID': [{ terms: [{ id: 'sg-0000000b' }] }, { add: ['b'] }],
  'name and tags of a term must both hold': [{ terms: [{ name: 'x', tags: { use: 'pl' } }] }, {}],
  'terms add up': [{ terms: [{ name: 'a' }, { name: 'x' }] }, { add: ['a', 'x'] }],
  "a stranger's group goes at once, for the set is exclusive": [{ attached: sg('a', 'b', 'x'), held: sg('a', 'b') }, { remove: ['x'] }],
  'an empty look-up takes nothing off': [{ listed: [], attached: sg('a', 'b') }, {}],
  'one listing that lacks a group takes nothing off': [
    { listed: [group('a', { use: 'pl' })], attached: sg('a', 'b'), sightings: lacking('b', false) },
    {},
  ],
  'what one listing lacks stays though nobody remembers having put it on': [
    { listed: [group('a', { use: 'pl' })], attached: sg('a', 'b'), held: [] },
    {},
  ],
  'more groups than an interface takes are none': [
    { listed: Array.from({ length: 17 }, (_, index) => group(`g${index}`, { use: 'pl' })), attached: sg('a') },
    {},
  ],
  'two listings that lack it take exactly it off': [
    { listed: [group('a', { use: 'pl' })], attached: sg('a', 'b'), sightings: lacking('b', true) },
    { remove: ['b'] },
  ],
  'what the spec no longer names by ID is swapped at once': [
    { terms: [{ id: 'sg-0000000b' }], attached: sg('a') },
    { add: ['b'], remove: ['a'] },
  ],
  'the only group stays while its successor cannot be found': [{ terms: [{ id: 'sg-0000000q' }], attached: sg('a') }, {}],
};

describe('security groups', () => {
  test.each(Object.entries(rules))('%s', (_name, [change, { add = [], remove = [] }]) => {
    const choice = chooseGroups(question(change));
    expect([choice.add, choice.remove]).toEqual([sg(...add), sg(...remove)]);
  });
});

const names = ['a', 'b', 'x'];
property.prop([
  fc.record({
    listed: fc.subarray(names).map((some) => some.map((name) => group(name, name === 'x' ? {} : { use: 'pl' }))),
    attached: fc.subarray(names).map((some) => sg(...some)),
    held: fc.subarray(names).map((some) => sg(...some)),
    terms: fc.constantFrom([{ tags: { use: 'pl' } }], [{ id: 'sg-0000000b' }], [{ name: 'x' }]),
    missing: fc.constantFrom(...names),
    twice: fc.boolean(),
  }),
])('the last group is never taken off', ({ missing, twice, ...change }) => {
  const asked = question({ ...change, sightings: lacking(missing, twice) });
  const { add, remove } = chooseGroups(asked);
  const after = [...asked.attached.filter((id) => !remove.includes(id)), ...add];
  if (asked.attached.length > 0) expect(after.length).toBeGreaterThan(0);
});
