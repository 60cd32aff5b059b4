import { justDone } from '../common/own-writes.ts';
import { tagDifference } from '../common/tags.ts';
import type { Action } from './action.ts';
import type { Assessment, PrivateHostedZoneInput } from './assessment.ts';
import { batchOf, type RecordPart } from './records.ts';
import type { VPCPart } from './vpcs.ts';
import type { Zone } from './zone.ts';

/** Calls of one type in one pass: as many as the account's bucket holds, so that the bucket never stands full between passes (aws-facts). */
const mostAtOnce = 50;
/** Route 53 takes ten tags to add, and ten keys to remove, in one call. */
const mostTags = 10;

/** What differs between the zone and the spec: tags, then records, then VPCs, each by itself. */
export function differences(input: PrivateHostedZoneInput, { records, vpcs }: Assessment, zone: Zone): readonly Action[] {
  return [...tagActions(input, zone), ...recordActions(zone.id, records ?? []), ...vpcActions(input, vpcs, zone.id)];
}

function tagActions({ object, identity }: PrivateHostedZoneInput, { id, tags }: Zone): readonly Action[] {
  const { wrong, stale } = tagDifference(object, identity, tags);
  return [
    ...(wrong === undefined
      ? []
      : [{ type: 'Tag', zoneID: id, tags: Object.fromEntries(Object.entries(wrong).slice(0, mostTags)) } as const]),
    ...(stale === undefined ? [] : [{ type: 'Untag', zoneID: id, keys: stale.slice(0, mostTags) } as const]),
  ];
}

/** In one batch, once the status says what it is to write. */
function recordActions(zoneID: string, records: readonly RecordPart[]): readonly Action[] {
  const changing = records.filter(({ changes }) => changes.length > 0);
  if (changing.length === 0 || awaitsRecording(records)) return [];
  return [{ type: 'ChangeRecords', zoneID, changes: batchOf(changing) }];
}

/** Whether this pass only writes into the status what the next may do: a change of a record, or a VPC that is new. */
export function onlyRecords({ object }: PrivateHostedZoneInput, { records, vpcs }: Assessment): boolean {
  const listed = new Set((object.status.vpcs ?? []).map(({ id }) => id));
  return awaitsRecording(records ?? []) || vpcs.some(({ vpc, isWanted }) => isWanted && !listed.has(vpc.id));
}

/** Whether a change is only recorded by this pass, and sent by the next. */
export function awaitsRecording(records: readonly RecordPart[]): boolean {
  return records.some(({ changes, isRecorded }) => changes.length > 0 && !isRecorded);
}

function vpcActions(input: PrivateHostedZoneInput, parts: readonly VPCPart[], zoneID: string): readonly Action[] {
  const actions = parts.flatMap((part) => vpcAction(part, zoneID) ?? []).filter((action) => !justDone(action, input));
  return (['Withdraw', 'Disassociate', 'Associate', 'Authorize'] as const).flatMap((type) =>
    actions.filter((action) => action.type === type).slice(0, mostAtOnce),
  );
}

function vpcAction({ step, vpc }: VPCPart, zoneID: string): Action | undefined {
  const on = { part: vpc.id, zoneID, region: vpc.region };
  switch (step) {
    case 'Associate':
      return { type: 'Associate', ...on, place: { accessRef: vpc.accessRef, region: vpc.region } };
    case 'Authorize':
    case 'Withdraw':
    case 'Disassociate':
      return { type: step, ...on };
    case undefined:
      return undefined;
  }
}
