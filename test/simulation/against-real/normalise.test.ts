import { expect, test } from 'vitest';
import type { JsonObject } from '../api-server/json.ts';
import { normalise } from './normalise.ts';

const object = (resourceVersion: string, uid: string, time: string): JsonObject => ({
  metadata: { name: 'a', namespace: 'here', resourceVersion, uid, creationTimestamp: time, managedFields: [time] },
});
const answered = (...bodies: readonly JsonObject[]) =>
  normalise(
    bodies.map((body) => ({ asked: '', status: 200, body })),
    'here',
  );
const list = (resourceVersion: string, ...items: readonly JsonObject[]): JsonObject => ({ metadata: { resourceVersion }, items });

test('answers that differ in versions, UIDs and times alone are the same', () => {
  const [one, other] = [
    answered(object('7', 'x', 'then'), object('9', 'y', 'then')),
    answered(object('70', 'p', 'now'), object('3000', 'q', 'now')),
  ];
  expect(one).toEqual(other);
});

test('answers that differ in the order of their versions, or in whose UID is whose, are not', () => {
  const usual = answered(object('7', 'x', 'then'), object('9', 'y', 'then'));
  expect(answered(object('9', 'x', 'then'), object('7', 'y', 'then'))).not.toEqual(usual);
  expect(answered(object('7', 'x', 'then'), object('9', 'x', 'then'))).not.toEqual(usual);
});

test("a list's version counts the changes before it, and others' objects are not in it", () => {
  const theirs: JsonObject = { metadata: { name: 'a', namespace: 'there', resourceVersion: '8', uid: 'z' } };
  const mine = object('7', 'x', 'then');
  expect(answered(mine, list('8', mine, theirs))).toEqual(answered(mine, list('500', mine)));
  expect(answered(mine, list('6', mine))).not.toEqual(answered(mine, list('7', mine)));
});
