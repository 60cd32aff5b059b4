import * as ec2 from '@aws-sdk/client-ec2';
import * as elasticloadbalancing from '@aws-sdk/client-elastic-load-balancing-v2';
import * as sts from '@aws-sdk/client-sts';
import { QueryShapeSerializer } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Operation, OperationSchema } from '../../src/simulator/operations.ts';
import { operation } from '../../src/simulator/operations.ts';
import { parseForm } from '../../src/simulator/wire/form.ts';
import { readRequest } from '../../src/simulator/wire/request.ts';
import { anyInput } from './support/any-input.ts';

const modules = { ec2, elasticloadbalancing, sts } as const;

/** The APIs whose requests are forms. */
type QueryService = keyof typeof modules;

/** Every operation that the SDK publishes, simulated or not. */
function allSchemas(service: QueryService): OperationSchema[] {
  return Object.values<unknown>(modules[service]).filter((value): value is OperationSchema => Array.isArray(value) && value[0] === 9);
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
  test.each(Object.keys(modules) as QueryService[])('of %s', { timeout: 60_000 }, (service) => {
    const operations = allSchemas(service).map((schema) => operation<object, object>(schema, { reads: [], run: () => ({}) }));
    expect(operations.length).toBeGreaterThan(5);
    let compared = 0;
    for (const each of operations) {
      const schema = NormalizedSchema.of(each.schema[4]);
      const input = schema.isUnitSchema() ? undefined : anyInput(schema, 2);
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
