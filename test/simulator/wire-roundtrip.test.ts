import * as ec2 from '@aws-sdk/client-ec2';
import * as elasticloadbalancing from '@aws-sdk/client-elastic-load-balancing-v2';
import * as sts from '@aws-sdk/client-sts';
import { QueryShapeSerializer } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Operation, OperationSchema, ServiceName } from '../../src/simulator/operations.ts';
import { operation } from '../../src/simulator/operations.ts';
import { parseForm } from '../../src/simulator/wire/form.ts';
import { readRequest } from '../../src/simulator/wire/request.ts';

const modules = { ec2, elasticloadbalancing, sts } as const;

/** Every operation that the SDK publishes, simulated or not. */
function allSchemas(service: ServiceName): OperationSchema[] {
  return Object.values<unknown>(modules[service]).filter((value): value is OperationSchema => Array.isArray(value) && value[0] === 9);
}

function arbitrary(schema: NormalizedSchema, depth: number): fc.Arbitrary<unknown> | undefined {
  if (schema.isStructSchema()) return depth === 0 ? undefined : struct(schema, depth - 1);
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

/** A structure with at least one member: an empty one cannot be written. */
function struct(schema: NormalizedSchema, depth: number): fc.Arbitrary<object> | undefined {
  const members = [...schema.structIterator()].flatMap(([name, member]) => {
    const value = arbitrary(member, depth);
    return value && !member.isIdempotencyToken() ? [[name, value] as const] : [];
  });
  if (members.length === 0) return undefined;
  return fc
    .record(Object.fromEntries(members), { requiredKeys: [] })
    .filter((value) => Object.keys(value).length > 0) as fc.Arbitrary<object>;
}

function written({ service, schema }: Operation, input: object): string {
  const serializer = new QueryShapeSerializer({
    timestampFormat: { useTrait: true, default: 5 },
    ...(service === 'ec2' ? { capitalizeKeys: true, flattenLists: true, serializeEmptyLists: false, ec2: true } : {}),
  } as never);
  serializer.write(NormalizedSchema.of(schema[4]), input);
  return String(serializer.flush()).slice(1);
}

describe('whatever the SDK writes, the simulator reads back', () => {
  test.each(Object.keys(modules) as ServiceName[])('of %s', { timeout: 60_000 }, (service) => {
    const operations = allSchemas(service).map((schema) => operation<object, object>(schema, { reads: [], run: () => ({}) }));
    expect(operations.length).toBeGreaterThan(5);
    let compared = 0;
    for (const each of operations) {
      const schema = NormalizedSchema.of(each.schema[4]);
      const input = schema.isUnitSchema() ? undefined : struct(schema, 2);
      if (!input) continue;
      compared += 1;
      fc.assert(
        fc.property(input, (value) => {
          // Idempotency tokens are filled in by the SDK where the request has none.
          expect(readRequest(each, parseForm(written(each, value)))).toMatchObject(value);
        }),
        { numRuns: 4 },
      );
    }
    expect(compared).toBeGreaterThan(operations.length * 0.9);
  });
});

test('a list is in order of its numbers, whatever order the form has them in', () => {
  const create = operation<object, object>(ec2.CreateVpcEndpoint$, { reads: [], run: () => ({}) });
  const form = parseForm('SubnetId.10=c&SubnetId.2=b&SubnetId.1=a');
  expect(readRequest(create, form)).toEqual({ SubnetIds: ['a', 'b', 'c'] });
});
