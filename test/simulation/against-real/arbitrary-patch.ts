import fc from 'fast-check';
import { specArbitrary } from '../../integration/support/schema-arbitrary.ts';
import type { Json, JsonObject } from '../api-server/json.ts';
import type { Schema } from '../api-server/structural-schema.ts';

/** Values that fit a schema as a rule, and dates where it wants dates. */
export function valueOf(schema: Schema): fc.Arbitrary<Json> {
  return specArbitrary(dated(schema) as Record<string, unknown>) as fc.Arbitrary<Json>;
}

/** The generator of values knows no dates: it gets them as an enumeration. */
function dated(schema: Schema): Schema {
  if (schema.format === 'date-time') return { type: 'string', enum: ['2026-01-01T00:00:00Z', '2026-02-03T04:05:06Z'] };
  const { properties, items, additionalProperties } = schema;
  return {
    ...schema,
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, dated(one)])) }),
    ...(items === undefined ? {} : { items: dated(items) }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: dated(additionalProperties) }),
  };
}

const odd: fc.Arbitrary<Json> = fc.constantFrom<Json>(null, 1, true, 'odd', [], {}, [null], { unknown: 1 });

/** A merge patch of one to three fields: nulls, values, patches of patches, unknown fields, and now and then what has a wrong type. */
export function patchOf(schema: Schema, wrong: 'now and then' | 'never' = 'now and then'): fc.Arbitrary<JsonObject> {
  const { properties, additionalProperties } = schema;
  const keys = properties === undefined ? ['a', 'team', 'z'] : Object.keys(properties);
  // In a map it is no unknown field, but one of a wrong type.
  const strange = properties === undefined && wrong === 'never' ? {} : { unknown: { nested: 1 } };
  return fc
    .subarray(keys, { minLength: 1, maxLength: Math.min(3, keys.length) })
    .chain((chosen) =>
      fc.record(Object.fromEntries(chosen.map((key) => [key, memberOf(properties?.[key] ?? additionalProperties ?? {}, wrong)]))),
    )
    .chain((patch) => fc.constantFrom<JsonObject>(patch, patch, patch, patch, patch, { ...patch, ...strange }));
}

function memberOf(schema: Schema, wrong: 'now and then' | 'never'): fc.Arbitrary<Json> {
  const isNested = schema.properties !== undefined || schema.additionalProperties !== undefined;
  return fc.oneof(
    { weight: 6, arbitrary: valueOf(schema) },
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: isNested ? 6 : 0, arbitrary: isNested ? patchOf(schema, wrong) : fc.constant(null) },
    { weight: wrong === 'never' ? 0 : 1, arbitrary: odd },
  );
}
