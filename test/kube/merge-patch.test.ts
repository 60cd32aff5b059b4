import { fc, test } from '@fast-check/vitest';
import { describe, expect, test as plain } from 'vitest';
import { equalJSON, mergePatch } from '../../src/kube/merge-patch.ts';

/** RFC 7386, section 2, as it is written there. */
function apply(target: unknown, patch: unknown): unknown {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> =
    target !== null && typeof target === 'object' && !Array.isArray(target) ? { ...(target as Record<string, unknown>) } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = apply(result[key], value);
  }
  return result;
}

/** JSON without nulls, which a merge patch cannot set, and of few keys, so that two of them have something in common. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(0, 1, '', 'x', true, false),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', ''), tie('value'), { maxKeys: 4 }),
  ),
}));
const object = fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { maxKeys: 3 });

describe('a merge patch', () => {
  test.prop([object, object])('turns the one into the other', (before, after) => {
    const patch = mergePatch(before, after);
    expect(patch === undefined ? before : apply(before, patch)).toEqual(after);
  });

  test.prop([object, object])('is none exactly where they are equal', (before, after) => {
    expect(mergePatch(before, after) === undefined).toBe(equalJSON(before, after));
  });

  test.prop([object])('of an object and itself is none, whatever the order of its keys', (one) => {
    expect(mergePatch(one, Object.fromEntries(Object.entries(one).toReversed()))).toBeUndefined();
  });

  test.prop([object, object])('names no member that stays', (before, after) => {
    const patch = (mergePatch(before, after) ?? {}) as Record<string, unknown>;
    for (const key of Object.keys(patch)) expect(equalJSON(before[key], after[key])).toBe(false);
  });

  const cases: Record<string, readonly [unknown, unknown, unknown]> = {
    'a list is replaced whole': [{ zones: ['a', 'b'] }, { zones: ['b'] }, { zones: ['b'] }],
    'a list that became empty is an empty list': [{ zones: ['a'] }, { zones: [] }, { zones: [] }],
    'what is gone becomes null': [{ a: 1, b: 2 }, { b: 2 }, { a: null }],
    'what is undefined is gone': [{ a: 1 }, { a: undefined }, { a: null }],
    'what was never there needs no null': [{}, { a: undefined }, undefined],
    'an inner member that is gone becomes an inner null': [
      { dns: { regional: 'x', private: 'y' } },
      { dns: { regional: 'x' } },
      { dns: { private: null } },
    ],
    'an object that became empty stays': [{ dns: { regional: 'x' } }, { dns: {} }, { dns: { regional: null } }],
    'an object in place of a list': [{ a: [1] }, { a: { b: 1 } }, { a: { b: 1 } }],
    'a list in place of an object': [{ a: { b: 1 } }, { a: [1] }, { a: [1] }],
  };
  plain.each(Object.entries(cases))('%s', (_sentence, [before, after, patch]) => {
    expect(mergePatch(before, after)).toEqual(patch);
  });
});
