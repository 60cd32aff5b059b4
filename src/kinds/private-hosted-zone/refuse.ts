import type { Refusal } from '../kind.ts';
import { sizeOf } from './records.ts';
import type { PrivateHostedZoneSpec } from './schema.ts';

/** A change takes a record's old and new values in one batch of at most 32,000 characters. */
const mostOfRecord = 16_000;

/** What the API server cannot check. */
export function refuse({ records }: PrivateHostedZoneSpec): Refusal | undefined {
  const large = records.find((record) => sizeOf(record) > mostOfRecord);
  if (large === undefined) return undefined;
  const message = `Record ${large.name} of spec.records has more than ${mostOfRecord} characters of values, more than can be changed at once. Shorten it.`;
  return { reason: 'InvalidSpec', message };
}
