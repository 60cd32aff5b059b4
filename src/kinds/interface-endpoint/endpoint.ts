import type { Output } from '../../aws/ports.ts';
import type { Seen } from '../../core/lifecycle.ts';
import { type Identity, type Tags, ownership } from '../../core/ownership.ts';
import { ownerFilter, seenState } from '../common/own-resource.ts';
import { tagsOf } from '../common/tags.ts';
import type { FleetListing } from '../kind.ts';

/** An interface endpoint as AWS shows it, made comparable: sets sorted, state lower-camel whatever case the wire had. */
export interface Endpoint {
  readonly id: string;
  readonly state: EndpointState;
  readonly serviceName: string;
  readonly vpcID: string;
  readonly subnetIDs: readonly string[];
  readonly groupIDs: readonly string[];
  readonly networkInterfaceIDs: readonly string[];
  readonly policy: string | undefined;
  readonly privateDNS: boolean;
  readonly dnsEntries: readonly DnsEntry[];
  readonly tags: Tags;
  readonly lastError: string | undefined;
}
export interface DnsEntry {
  readonly name: string;
  readonly hostedZoneID: string;
}

const states = ['pendingAcceptance', 'pending', 'available', 'deleting', 'deleted', 'rejected', 'failed', 'expired', 'partial'] as const;
/** `other` is a state this version has never heard of: nothing is written while it lasts. */
export type EndpointState = (typeof states)[number] | 'other';

export type VpcEndpoint = NonNullable<Output<'describeVpcEndpoints'>['VpcEndpoints']>[number];

export const endpointListing: FleetListing<'describeVpcEndpoints', VpcEndpoint> = {
  call: 'describeVpcEndpoints',
  input: (clusterID) => ({ Filters: [ownerFilter(clusterID)] }),
  items: ({ VpcEndpoints = [] }) => VpcEndpoints,
  idOf: ({ VpcEndpointId }) => VpcEndpointId,
};

export function endpointOf(raw: VpcEndpoint): Endpoint {
  const error = raw.LastError?.Message ?? raw.FailureReason;
  return {
    id: raw.VpcEndpointId ?? '',
    state: stateOf(raw.State),
    serviceName: raw.ServiceName ?? '',
    vpcID: raw.VpcId ?? '',
    subnetIDs: (raw.SubnetIds ?? []).toSorted(),
    groupIDs: (raw.Groups ?? []).flatMap((group) => group.GroupId ?? []).toSorted(),
    networkInterfaceIDs: (raw.NetworkInterfaceIds ?? []).toSorted(),
    policy: raw.PolicyDocument,
    privateDNS: raw.PrivateDnsEnabled ?? false,
    dnsEntries: (raw.DnsEntries ?? [])
      .map((entry) => ({ name: entry.DnsName ?? '', hostedZoneID: entry.HostedZoneId ?? '' }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    tags: tagsOf(raw.Tags),
    lastError: error === undefined || error === '' ? undefined : error,
  };
}

/** AWS mixes `pendingAcceptance` and `PendingAcceptance`. */
function stateOf(wire: string | undefined): EndpointState {
  return states.find((state) => state.toLowerCase() === wire?.toLowerCase()) ?? 'other';
}

export function seenOf(endpoint: Endpoint, identity: Identity): Seen {
  return { id: endpoint.id, state: seenState(endpoint.state), ownership: ownership(endpoint.tags, identity) };
}
