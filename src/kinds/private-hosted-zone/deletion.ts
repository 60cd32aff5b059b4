import type { Action } from './action.ts';
import type { Assessment, PrivateHostedZoneInput } from './assessment.ts';
import { fullName, type RecordSet, sameContent } from './record-set.ts';
import { batchOf, type RecordPart } from './records.ts';
import type { Zone } from './zone.ts';

const mostAtOnce = 50;

/**
 * The VPCs go first, all but the last, which Route 53 does not let go; then our records; then the zone, which goes with its last VPC only
 * where nobody else's record is left in it. So no VPC but the last ever asks a zone that has lost its records.
 */
export function deletion(input: PrivateHostedZoneInput, { zone, records }: Assessment, zoneID: string): readonly Action[] {
  if (zone === undefined || records === undefined || input.facts.records.state !== 'present') return [];
  const leaving = leavingVPCs(input, zone.vpcs).slice(0, mostAtOnce);
  if (leaving.length > 0)
    return leaving.map((vpc): Action => ({ type: 'Disassociate', part: vpc.id, zoneID, region: vpc.region, destructive: true }));
  const withdrawn = withdrawals(input, zoneID);
  if (withdrawn.length > 0) return withdrawn;
  const ours = records.filter((part) => part.ours !== undefined);
  if (ours.length > 0) {
    const { domain } = input.object.spec;
    const removals = ours.map((part) => ({
      ...part,
      changes: part.ours === undefined ? [] : [{ action: 'DELETE' as const, name: fullName(part.name, domain), content: part.ours }],
    }));
    return [{ type: 'ChangeRecords', zoneID, changes: batchOf(removals), destructive: true }];
  }
  return strangersRecords(input, records).length > 0 ? [] : [{ type: 'Delete', zoneID, destructive: true }];
}

/** Authorisations that no association needs any more. */
export function withdrawals({ facts: { authorized }, object }: PrivateHostedZoneInput, zoneID: string): readonly Action[] {
  const given = authorized.state === 'present' ? authorized.value : [];
  return given
    .flatMap((id): readonly Action[] => {
      const region = object.status.vpcs?.find((vpc) => vpc.id === id)?.region;
      return region === undefined ? [] : [{ type: 'Withdraw', part: id, zoneID, region }];
    })
    .slice(0, mostAtOnce);
}

/** All but one: the first of the zone's own account, in the order of the terms, which is the one that the zone was made with. */
function leavingVPCs({ object, accountID }: PrivateHostedZoneInput, vpcs: Zone['vpcs']): Zone['vpcs'] {
  const own = (object.status.vpcs ?? []).filter((vpc) => vpc.accountID === accountID).map(({ id }) => id);
  const last = own.find((id) => vpcs.some((vpc) => vpc.id === id)) ?? vpcs[0]?.id;
  return vpcs.filter(({ id }) => id !== last);
}

/** Records that keep AWS from deleting the zone, by type and name. */
export function strangersRecords({ facts, object }: PrivateHostedZoneInput, records: readonly RecordPart[]): readonly string[] {
  if (facts.records.state !== 'present') return [];
  const isOurs = (set: RecordSet): boolean =>
    records.some(
      ({ name, ours }) => ours !== undefined && fullName(name, object.spec.domain) === set.name && sameContent(ours, set.content),
    );
  return facts.records.value.filter((set) => !isOurs(set)).map(({ name, content }) => `${content.type} ${name}`);
}
