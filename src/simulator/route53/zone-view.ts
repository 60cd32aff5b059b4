import type { DelegationSet, HostedZone as HostedZoneView, VPC, VPCRegion } from '@aws-sdk/client-route-53';
import type { HostedZone } from '../world-dns.ts';
import { zonePath } from './zone-ids.ts';

export function zoneView({ id, name, callerReference, comment, isPrivate, records }: HostedZone): HostedZoneView {
  return {
    Id: zonePath(id),
    Name: name,
    CallerReference: callerReference,
    Config: { ...(comment === undefined ? {} : { Comment: comment }), PrivateZone: isPrivate },
    ResourceRecordSetCount: records.size,
  };
}

export function vpcViews(vpcs: ReadonlyMap<string, string>): VPC[] {
  return [...vpcs].map(([id, region]) => vpcView({ id, region }));
}

export function vpcView({ id, region }: { readonly id: string; readonly region: string }): VPC {
  return { VPCRegion: region as VPCRegion, VPCId: id };
}

/** Private zones have no name servers that one could delegate to. */
export function delegationSet({ isPrivate, nameServers }: HostedZone): { readonly DelegationSet?: DelegationSet } {
  return isPrivate ? {} : { DelegationSet: { NameServers: [...nameServers] } };
}
