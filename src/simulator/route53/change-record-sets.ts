import type { ChangeResourceRecordSetsRequest, ChangeResourceRecordSetsResponse } from '@aws-sdk/client-route-53';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import type { HostedZone } from '../world-dns.ts';
import type { RecordChange } from './change-batch.ts';
import { applyBatch } from './change-batch.ts';
import { submitChange } from './changes.ts';
import { checkLength, invalidInput } from './errors.ts';
import { givenRecord } from './given-record.ts';
import { isAlias, recordKey } from './record-sets.ts';
import { writeZone } from './serialisation.ts';
import { ownZone } from './zone-lookup.ts';

/** Record elements of a batch, and characters of their values; an UPSERT counts twice (aws-facts §6). */
const mostRecords = 1000;
const mostCharacters = 32_000;

/** Makes all changes or, with everything that is wrong in one message, none. */
export function changeRecordSets(input: Checked<ChangeResourceRecordSetsRequest>, caller: Caller): ChangeResourceRecordSetsResponse {
  const { Changes: given = [], Comment: comment } = input.ChangeBatch;
  checkLength('Comment', comment, 256);
  const zone = ownZone(input.HostedZoneId, caller);
  if (given.length === 0) throw invalidInput('Invalid request: ChangeBatch has no changes');
  const changes = given.map((change) => ({ action: change.Action ?? 'CREATE', record: givenRecord(change) }));
  return writeZone(zone, caller, () => {
    zone.records = changedRecords(changes, zone, caller);
    return { ChangeInfo: submitChange({ comment, publish: publisher(changes, zone) }, caller) };
  });
}

function changedRecords(changes: readonly RecordChange[], zone: HostedZone, { world }: Caller): HostedZone['records'] {
  const { records, problems } = applyBatch(changes, zone, world);
  const { recordsPerZone } = world.settings;
  const tooMany = records.size > recordsPerZone ? [`Number of records limit of ${recordsPerZone} exceeded.`] : [];
  const all = [...sizeProblems(changes), ...problems, ...tooMany];
  if (all.length > 0) throw invalidChangeBatch(all);
  return records;
}

/** DNS learns of this batch's sets only: other batches may be on their way. */
function publisher(changes: readonly RecordChange[], { records, answering }: HostedZone): () => void {
  const touched = changes.map(({ record }) => recordKey(record)).map((key) => [key, records.get(key)] as const);
  return () => {
    for (const [key, record] of touched) {
      if (record) answering.records.set(key, record);
      else answering.records.delete(key);
    }
  };
}

function sizeProblems(changes: readonly RecordChange[]): readonly string[] {
  let records = 0;
  let characters = 0;
  for (const { action, record } of changes) {
    const weight = action === 'UPSERT' ? 2 : 1;
    const values = isAlias(record.data) ? [''] : record.data.values;
    records += weight * values.length;
    characters += weight * values.reduce((sum, value) => sum + value.length, 0);
  }
  return [
    ...(records > mostRecords ? [`Number of records limit of ${mostRecords} exceeded.`] : []),
    ...(characters > mostCharacters ? [`Number of characters limit of ${mostCharacters} exceeded.`] : []),
  ];
}

/** One message in brackets, and no list beside it, as in real replies (boto 2887, terraform 9732). */
function invalidChangeBatch(problems: readonly string[]): ApiError {
  return new ApiError('InvalidChangeBatch', `[${problems.join(', ')}]`);
}
