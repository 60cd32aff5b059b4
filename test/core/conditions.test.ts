import { describe, expect, test } from 'vitest';
import { type Condition, type Detail, stampConditions } from '../../src/core/conditions.ts';

const detail: Detail = { type: 'Ready', status: 'True', reason: 'Available', message: 'all is well' };
const earlier = '2026-11-01T00:00:00Z';
const now = Date.parse('2026-11-24T10:20:30.999Z');
const stamped = (details: readonly Detail[], previous: readonly Condition[]): Condition[] =>
  stampConditions(details, previous, { now, generation: 7 });
const before = (change: Partial<Condition>): Condition => ({
  ...detail,
  observedGeneration: 6,
  lastTransitionTime: earlier,
  ...change,
});

const moves: Record<string, readonly [previous: readonly Condition[], time: string]> = {
  'a first condition has the time of now, in whole seconds': [[], '2026-11-24T10:20:30Z'],
  'another status moves the time': [[before({ status: 'False' })], '2026-11-24T10:20:30Z'],
  'another reason does not': [[before({ reason: 'Creating' })], earlier],
  'another message does not': [[before({ message: 'once more' })], earlier],
  'another generation does not': [[before({ observedGeneration: 1 })], earlier],
  'the 1970 of the default of the CRD is not kept': [
    [before({ observedGeneration: undefined, lastTransitionTime: '1970-01-01T00:00:00Z' })],
    '2026-11-24T10:20:30Z',
  ],
  "another type's time is its own business": [[before({ type: 'Available' })], '2026-11-24T10:20:30Z'],
};

describe('lastTransitionTime', () => {
  test.each(Object.entries(moves))('%s', (_sentence, [previous, time]) => {
    expect(stamped([detail], previous)).toEqual([{ ...detail, observedGeneration: 7, lastTransitionTime: time }]);
  });
});

test('an abnormal condition that is no longer true is dropped', () => {
  expect(stamped([detail], [before({ type: 'Stalled' }), before({})]).map(({ type }) => type)).toEqual(['Ready']);
});

test('the order of the details is kept, for kstatus reads it', () => {
  const types = ['Stalled', 'Ready', 'Available'];
  expect(
    stamped(
      types.map((type) => ({ ...detail, type })),
      [],
    ).map(({ type }) => type),
  ).toEqual(types);
});

test("a message longer than the API server's 32,768 is cut", () => {
  const [condition] = stamped([{ ...detail, message: 'x'.repeat(40_000) }], []);
  expect(condition?.message).toHaveLength(32_768);
  expect(condition?.message.endsWith('x…')).toBe(true);
});
