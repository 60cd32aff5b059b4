import type { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';

function arbitrary(schema: NormalizedSchema, depth: number): fc.Arbitrary<unknown> | undefined {
  if (schema.isStructSchema()) return depth === 0 ? undefined : anyInput(schema, depth - 1);
  if (schema.isListSchema()) {
    const item = arbitrary(schema.getValueSchema(), depth);
    return item && fc.array(item, { minLength: 1, maxLength: 3 });
  }
  if (schema.isMapSchema()) return undefined;
  if (schema.isBooleanSchema()) return fc.boolean();
  if (schema.isNumericSchema()) return fc.integer();
  if (schema.isTimestampSchema()) return fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
  if (schema.isBlobSchema()) return fc.uint8Array({ minLength: 1, maxLength: 9 });
  return schema.isStringSchema() ? fc.string({ unit: 'grapheme', minLength: 1, maxLength: 9 }) : undefined;
}

/** Values of a structure with at least one member: an empty one cannot be written. */
export function anyInput(schema: NormalizedSchema, depth: number): fc.Arbitrary<object> | undefined {
  const members = [...schema.structIterator()].flatMap(([name, member]) => {
    const value = arbitrary(member, depth);
    return value && !member.isIdempotencyToken() ? [[name, value] as const] : [];
  });
  if (members.length === 0) return undefined;
  return fc
    .record(Object.fromEntries(members), { requiredKeys: [] })
    .filter((value) => Object.keys(value).length > 0) as fc.Arbitrary<object>;
}
