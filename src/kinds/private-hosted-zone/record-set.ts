import type { Output, Input } from '../../aws/ports.ts';
import { canonicalJSON } from '../../core/tokens.ts';
import { normalName, sameName } from '../common/dns-names.ts';
import { bareID } from './zone.ts';

/** What stands under one name and type. `identifier` is that of a routing policy, which no record of ours has. */
export interface RecordSet {
  /** In normal form: lower case, with a final dot. */
  readonly name: string;
  readonly identifier?: string;
  readonly content: RecordContent;
}

/** An alias, or values with their TTL. */
export interface RecordContent {
  readonly type: string;
  readonly alias?: { readonly dnsName: string; readonly hostedZoneID: string } | undefined;
  readonly ttlSeconds?: number | undefined;
  readonly values?: readonly string[] | undefined;
}

type Raw = NonNullable<Output<'listResourceRecordSets'>['ResourceRecordSets']>[number];
type Wire = NonNullable<NonNullable<NonNullable<Input<'changeResourceRecordSets'>['ChangeBatch']>['Changes']>[number]['ResourceRecordSet']>;

export function recordSetOf(raw: Raw): RecordSet {
  const alias = raw.AliasTarget;
  const type = raw.Type ?? '';
  const content: RecordContent =
    alias === undefined
      ? { type, ttlSeconds: raw.TTL ?? 0, values: (raw.ResourceRecords ?? []).map(({ Value }) => Value ?? '') }
      : { type, alias: { dnsName: normalName(alias.DNSName ?? ''), hostedZoneID: bareID(alias.HostedZoneId) } };
  return {
    name: normalName(raw.Name ?? ''),
    ...(raw.SetIdentifier === undefined ? {} : { identifier: raw.SetIdentifier }),
    content,
  };
}

/** As ChangeResourceRecordSets takes it: a DELETE wants exactly what is there. */
export function wireRecordSet(name: string, { type, alias, ttlSeconds, values }: RecordContent): Wire {
  const Type = type as Wire['Type'];
  return alias === undefined
    ? { Name: name, Type, TTL: ttlSeconds, ResourceRecords: (values ?? []).map((Value) => ({ Value })) }
    : { Name: name, Type, AliasTarget: { DNSName: alias.dnsName, HostedZoneId: alias.hostedZoneID, EvaluateTargetHealth: false } };
}

/** Values are a set; names of alias targets are compared as names are. */
export function sameContent(one: RecordContent | undefined, other: RecordContent | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJSON(comparable(one)) === canonicalJSON(comparable(other));
}

function comparable({ type, alias, ttlSeconds, values }: RecordContent): object {
  return alias === undefined
    ? { type, ttlSeconds: ttlSeconds ?? 0, values: (values ?? []).toSorted() }
    : { type, alias: [normalName(alias.dnsName), alias.hostedZoneID] };
}

/** What makes a zone a zone, and is nobody's record. */
export function isOfTheZone({ name, content }: RecordSet, domain: string): boolean {
  return (content.type === 'NS' || content.type === 'SOA') && sameName(name, domain);
}

/** The full name of a record of the spec, in normal form. */
export function fullName(name: string, domain: string): string {
  return normalName(name === '@' ? domain : `${name}.${domain}`);
}
