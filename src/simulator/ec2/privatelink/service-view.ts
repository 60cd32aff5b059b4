import type { ServiceConfiguration, ServiceState } from '@aws-sdk/client-ec2';
import { tagList } from '../../tags.ts';
import type { EndpointService, World } from '../../world.ts';
import { baseName } from './offered-service.ts';

/** A service as its provider reads it, with zones in the provider's own names. */
export function serviceView(service: EndpointService, world: World): ServiceConfiguration {
  return {
    ServiceType: [{ ServiceType: service.type }],
    ServiceId: service.id,
    ServiceName: service.name,
    ServiceState: service.state,
    AvailabilityZoneIds: service.zoneIDs,
    AvailabilityZones: service.zoneIDs.map((zoneID) => world.zoneName(service.account, zoneID)),
    AcceptanceRequired: service.acceptanceRequired,
    ManagesVpcEndpoints: service.managesEndpoints,
    ...loadBalancers(service),
    SupportedIpAddressTypes: service.supportedIPAddressTypes as ServiceConfiguration['SupportedIpAddressTypes'],
    BaseEndpointDnsNames: [baseName(service)],
    ...privateName(service),
    ...(service.payer ? { PayerResponsibility: service.payer } : {}),
    Tags: tagList(service.tags),
    SupportedRegions: service.supportedRegions.map((Region) => ({ Region, ServiceState: 'Available' satisfies ServiceState })),
    RemoteAccessEnabled: service.supportedRegions.some((region) => region !== service.region),
  };
}

function loadBalancers({ type, loadBalancerARNs }: EndpointService) {
  return type === 'Interface' ? { NetworkLoadBalancerArns: loadBalancerARNs } : { GatewayLoadBalancerArns: loadBalancerARNs };
}

function privateName({ privateDNS }: EndpointService): Pick<ServiceConfiguration, 'PrivateDnsName' | 'PrivateDnsNameConfiguration'> {
  if (!privateDNS) return { PrivateDnsNameConfiguration: {} };
  const { name, state, recordName, recordValue } = privateDNS;
  return { PrivateDnsName: name, PrivateDnsNameConfiguration: { State: state, Type: 'TXT', Name: recordName, Value: recordValue } };
}
