import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { AliasData, PlainData, RecordSet } from '../world-dns.ts';

/** What a record set is known by within its zone. */
export function recordKey({ name, type, setIdentifier }: Pick<RecordSet, 'name' | 'type' | 'setIdentifier'>): string {
  return [name, type, ...(setIdentifier === undefined ? [] : [setIdentifier])].join(' ');
}

/** A record set with values, by simple routing. */
export function plainRecord({ name, type, ttl, values }: Pick<RecordSet, 'name' | 'type'> & PlainData): RecordSet {
  return { name, type, setIdentifier: undefined, weight: undefined, multiValue: undefined, data: { ttl, values } };
}

export function isAlias(data: RecordSet['data']): data is AliasData {
  return 'alias' in data;
}

/** Whether two sets are the same in everything: a delete must name every value, in whatever order. */
export function equalRecords(left: RecordSet, right: RecordSet): boolean {
  return (
    recordKey(left) === recordKey(right) &&
    left.weight === right.weight &&
    left.multiValue === right.multiValue &&
    dataText(left.data) === dataText(right.data)
  );
}

function dataText(data: RecordSet['data']): string {
  if (isAlias(data)) return JSON.stringify([data.alias.zoneID, data.alias.dnsName, data.alias.evaluateTargetHealth]);
  return JSON.stringify([data.ttl, [...data.values].sort()]);
}

export function recordView({ name, type, setIdentifier, weight, multiValue, data }: RecordSet): ResourceRecordSet {
  return {
    Name: name,
    Type: type as ResourceRecordSet['Type'],
    ...(setIdentifier === undefined ? {} : { SetIdentifier: setIdentifier }),
    ...(weight === undefined ? {} : { Weight: weight }),
    ...(multiValue === undefined ? {} : { MultiValueAnswer: multiValue }),
    ...(isAlias(data) ? aliasView(data) : { TTL: data.ttl, ResourceRecords: data.values.map((Value) => ({ Value })) }),
  };
}

function aliasView({ alias: { zoneID, dnsName, evaluateTargetHealth } }: AliasData): Pick<ResourceRecordSet, 'AliasTarget'> {
  return { AliasTarget: { HostedZoneId: zoneID, DNSName: dnsName, EvaluateTargetHealth: evaluateTargetHealth } };
}
