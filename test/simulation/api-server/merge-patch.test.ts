import { describe, expect, test } from 'vitest';
import type { JsonObject } from './json.ts';
import { applyMergePatch } from './merge-patch.ts';

describe('a merge patch', () => {
  const cases: Record<string, readonly [target: JsonObject, patch: JsonObject, merged: JsonObject]> = {
    'sets, replaces and, by null, removes': [
      { a: 1, b: 2, c: 3 },
      { b: 4, c: null, d: 5 },
      { a: 1, b: 4, d: 5 },
    ],
    'goes into objects, and replaces lists whole': [
      { o: { a: 1, b: 2 }, l: [1, 2] },
      { o: { b: null }, l: [3] },
      { o: { a: 1 }, l: [3] },
    ],
    'makes no field of a null in what is new, not in a list either': [
      {},
      { o: { a: null, b: 1 }, l: [{ a: null }, null] },
      { o: { b: 1 }, l: [{}, null] },
    ],
    'puts an object in the place of a value': [{ a: 1 }, { a: { b: 1 } }, { a: { b: 1 } }],
  };
  test.each(Object.entries(cases))('%s', (_sentence, [target, patch, merged]) => {
    expect(applyMergePatch(target, patch)).toEqual(merged);
  });

  test('leaves by reference what it does not name', () => {
    const target = { spec: { a: 1 }, status: {} };
    expect(applyMergePatch(target, { status: { b: 1 } })['spec']).toBe(target.spec);
  });
});
