import type { Output } from '../../aws/ports.ts';
import type { Seen } from '../../core/lifecycle.ts';
import { type Identity, ownership, type Tags } from '../../core/ownership.ts';
import { ownerFilter, seenState } from '../common/own-resource.ts';
import { tagsOf } from '../common/tags.ts';
import type { FleetListing } from '../kind.ts';

/** An endpoint service as AWS shows it, made comparable: sets sorted, states lower case whatever the wire had. */
export interface Service {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly loadBalancerARNs: readonly string[];
  readonly acceptanceRequired: boolean;
  /** Zones that consumers may use, by ID where AWS says so, else by this account's names. */
  readonly zones: readonly string[];
  readonly privateDNS: PrivateDNS | undefined;
  readonly addressTypes: readonly string[];
  readonly tags: Tags;
}
export interface PrivateDNS {
  /** Lower case, as names are compared. */
  readonly name: string;
  readonly state: string;
  readonly record: { readonly name: string; readonly type: string; readonly value: string } | undefined;
}

export type ServiceConfiguration = NonNullable<Output<'describeVpcEndpointServiceConfigurations'>['ServiceConfigurations']>[number];

export const serviceListing: FleetListing<'describeVpcEndpointServiceConfigurations', ServiceConfiguration> = {
  call: 'describeVpcEndpointServiceConfigurations',
  input: (clusterID) => ({ Filters: [ownerFilter(clusterID)] }),
  items: ({ ServiceConfigurations = [] }) => ServiceConfigurations,
  idOf: ({ ServiceId }) => ServiceId,
};

export function serviceOf(raw: ServiceConfiguration): Service {
  const ids = raw.AvailabilityZoneIds ?? [];
  return {
    id: raw.ServiceId ?? '',
    name: raw.ServiceName ?? '',
    state: (raw.ServiceState ?? '').toLowerCase(),
    loadBalancerARNs: (raw.NetworkLoadBalancerArns ?? []).toSorted(),
    acceptanceRequired: raw.AcceptanceRequired ?? false,
    zones: (ids.length > 0 ? ids : (raw.AvailabilityZones ?? [])).toSorted(),
    privateDNS: privateDNSOf(raw),
    addressTypes: (raw.SupportedIpAddressTypes ?? []).map((type) => type.toLowerCase()).toSorted(),
    tags: tagsOf(raw.Tags),
  };
}

function privateDNSOf(raw: ServiceConfiguration): PrivateDNS | undefined {
  const name = (raw.PrivateDnsName ?? '').toLowerCase();
  if (name === '') return undefined;
  const { State, Name = '', Type = '', Value = '' } = raw.PrivateDnsNameConfiguration ?? {};
  // The record proves the domain, so a wildcard's record stands at what follows the asterisk.
  const record = Name === '' ? undefined : { name: `${Name}.${name.replace(/^\*\./, '')}`, type: Type, value: Value };
  return { name, state: State ?? 'pendingVerification', record };
}

export function isVerified(privateDNS: PrivateDNS): boolean {
  return privateDNS.state.toLowerCase() === 'verified';
}

export function seenOf(service: Service, identity: Identity): Seen {
  return { id: service.id, state: seenState(service.state), ownership: ownership(service.tags, identity) };
}
