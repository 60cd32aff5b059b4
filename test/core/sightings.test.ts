import { fc, test } from '@fast-check/vitest';
import { describe, expect, test as plain } from 'vitest';
import { isConfirmedMissing, sight, type Sightings } from '../../src/core/sightings.ts';

interface Listing {
  readonly sequence: number;
  readonly found: readonly string[];
}

function after(listings: readonly (Listing | 'failed' | 'restart')[]): Sightings | undefined {
  return listings.reduce<Sightings | undefined>(
    (before, listing) => (typeof listing === 'string' ? undefined : sight(before, { ...listing, held: ['a', 'b'] })),
    undefined,
  );
}

const both = ['a', 'b'];
const stories: Record<string, readonly [readonly (Listing | 'failed' | 'restart')[], boolean]> = {
  'one listing that lacks it is not believed': [[{ sequence: 1, found: ['a'] }], false],
  'two successive listings are': [
    [
      { sequence: 1, found: ['a'] },
      { sequence: 2, found: ['a'] },
    ],
    true,
  ],
  'looking often at one listing is one sighting': [
    [
      { sequence: 1, found: ['a'] },
      { sequence: 1, found: ['a'] },
      { sequence: 1, found: ['a'] },
    ],
    false,
  ],
  'looking often between two listings changes nothing': [
    [
      { sequence: 1, found: ['a'] },
      { sequence: 1, found: ['a'] },
      { sequence: 2, found: ['a'] },
    ],
    true,
  ],
  'a listing that shows it again starts the count anew': [
    [
      { sequence: 1, found: ['a'] },
      { sequence: 2, found: both },
      { sequence: 3, found: ['a'] },
    ],
    false,
  ],
  'a failed listing in between starts the count anew': [[{ sequence: 1, found: ['a'] }, 'failed', { sequence: 2, found: ['a'] }], false],
  'a restart in between starts the count anew': [[{ sequence: 1, found: ['a'] }, 'restart', { sequence: 2, found: ['a'] }], false],
  'a listing that nobody looked at starts the count anew': [
    [
      { sequence: 1, found: ['a'] },
      { sequence: 3, found: ['a'] },
    ],
    false,
  ],
  'numbers that begin again start the count anew': [
    [
      { sequence: 7, found: ['a'] },
      { sequence: 1, found: ['a'] },
    ],
    false,
  ],
  'an empty listing is no sighting': [
    [
      { sequence: 1, found: [] },
      { sequence: 2, found: ['a'] },
    ],
    false,
  ],
  'two empty listings prove nothing': [
    [
      { sequence: 1, found: [] },
      { sequence: 2, found: [] },
    ],
    false,
  ],
};

describe('a thing that a selector no longer finds', () => {
  plain.each(Object.entries(stories))('%s', (_name, [listings, confirmed]) => {
    expect(isConfirmedMissing(after(listings), 'b')).toBe(confirmed);
  });
});

test.prop([fc.array(fc.record({ step: fc.nat(3), found: fc.subarray(['a', 'b', 'c']) }))])(
  'what the last listing shows is never confirmed missing',
  (steps) => {
    let sequence = 0;
    let state: Sightings | undefined;
    for (const { step, found } of steps) {
      sequence += step;
      state = sight(state, { sequence, held: ['a', 'b', 'c'], found });
      for (const id of found) expect(isConfirmedMissing(state, id)).toBe(false);
    }
  },
);
