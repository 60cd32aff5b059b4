import type { ListResourceRecordSetsRequest, ListResourceRecordSetsResponse } from '@aws-sdk/client-route-53';
import type { Caller } from '../handler.ts';
import type { Checked } from '../operations.ts';
import type { RecordSet } from '../world-dns.ts';
import { invalidInput } from './errors.ts';
import { nameOrder, normalName } from './names.ts';
import { pageSize } from './page-size.ts';
import { recordView } from './record-sets.ts';
import { readZone } from './zone-lookup.ts';

const largestPage = 300;

type Position = Pick<RecordSet, 'name' | 'type' | 'setIdentifier'>;

/**
 * The zone's record sets, PENDING ones among them, in order of names with the labels reversed, types and identifiers, from a position
 * on. A page names the position of the next one.
 */
export function listRecordSets(input: Checked<ListResourceRecordSetsRequest>, caller: Caller): ListResourceRecordSetsResponse {
  const zone = readZone(input.HostedZoneId, caller);
  const size = pageSize(input.MaxItems, largestPage, caller);
  const start = startOf(input);
  const rest = [...zone.records.values()].sort(compare).filter((record) => start === undefined || compare(record, start) >= 0);
  const next = rest[size];
  return {
    ResourceRecordSets: rest.slice(0, size).map(recordView),
    IsTruncated: next !== undefined,
    ...(next ? nextPosition(next) : {}),
    MaxItems: size,
  };
}

function startOf(input: Checked<ListResourceRecordSetsRequest>): Position | undefined {
  const { StartRecordName: name, StartRecordType: type, StartRecordIdentifier: setIdentifier } = input;
  if (name === undefined && type !== undefined) throw invalidInput('StartRecordType needs StartRecordName');
  if (type === undefined && setIdentifier !== undefined) throw invalidInput('StartRecordIdentifier needs StartRecordType');
  return name === undefined ? undefined : { name: normalName(name), type: type ?? '', setIdentifier };
}

function nextPosition({ name, type, setIdentifier }: RecordSet): Partial<ListResourceRecordSetsResponse> {
  return {
    NextRecordName: name,
    NextRecordType: type as ListResourceRecordSetsResponse['NextRecordType'],
    ...(setIdentifier === undefined ? {} : { NextRecordIdentifier: setIdentifier }),
  };
}

function compare(left: Position, right: Position): number {
  const keys = ({ name, type, setIdentifier = '' }: Position): readonly string[] => [nameOrder(name), type, setIdentifier];
  const [mine, other] = [keys(left), keys(right)];
  const index = mine.findIndex((key, place) => key !== other[place]);
  if (index < 0) return 0;
  return (mine[index] ?? '') < (other[index] ?? '') ? -1 : 1;
}
