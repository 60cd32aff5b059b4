import type { DescribeVpcEndpointServicesRequest, DescribeVpcEndpointServicesResult, ServiceDetail } from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../filters.ts';
import { matchesFilters } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ec2Page } from '../../paging.ts';
import { tagList } from '../../tags.ts';
import { visible } from '../../visibility.ts';
import { checkPageRequest, consumerPages } from '../page-request.ts';
import { invalidServiceName, namedIDs } from './errors.ts';
import type { OfferedService } from './offered-service.ts';
import { visibleServices } from './offered-service.ts';
import { checkRegionsExist } from './service-regions.ts';

const untagged = { tags: new Map<string, string>(), taggedAt: 0 };

/** A service's tags are its owner's: to consumers it has none. */
const filters = ({ account }: Caller): FilterFields<OfferedService> => ({
  fields: {
    owner: ({ owner }) => owner,
    'service-name': ({ name }) => name,
    'service-region': ({ region }) => region,
    'service-type': ({ type }) => type,
    'supported-ip-address-types': ({ ipAddressTypes }) => ipAddressTypes,
  },
  tagged: ({ own }) => (own?.account === account ? own : untagged),
});

/** The services that the caller may use, as a consumer sees them. */
export function describeServices(input: Checked<DescribeVpcEndpointServicesRequest>, caller: Caller): DescribeVpcEndpointServicesResult {
  checkPageRequest(input, consumerPages);
  const matches = matchesFilters(input.Filters, filters(caller), caller);
  const regions = input.ServiceRegions ?? [caller.region];
  checkRegionsExist(regions, caller);
  const services = regions
    .flatMap((region) => visibleServices(caller, region))
    .filter(({ own }) => own === undefined || visible(own, caller));
  const found = named(services, namedIDs(input.ServiceNames)).filter(matches);
  const key = ({ name, type }: OfferedService): string => `${name} ${type}`;
  const { items, NextToken } = ec2Page(found, input, { caller, key });
  return {
    ServiceNames: [...new Set(items.map(({ name }) => name))],
    ServiceDetails: items.map((service) => detail(service, caller)),
    NextToken,
  };
}

function named(services: readonly OfferedService[], names: readonly string[]): readonly OfferedService[] {
  if (names.length === 0) return services;
  const unknown = names.find((name) => !services.some((service) => service.name === name));
  if (unknown !== undefined) throw invalidServiceName(unknown);
  return services.filter(({ name }) => names.includes(name));
}

function detail(service: OfferedService, caller: Caller): ServiceDetail {
  return {
    ServiceName: service.name,
    ServiceId: service.id,
    ServiceType: [{ ServiceType: service.type }],
    ServiceRegion: service.region,
    ...zones(service, caller),
    Owner: service.owner,
    BaseEndpointDnsNames: [service.baseName],
    ...privateNames(service),
    VpcEndpointPolicySupported: service.policySupported,
    AcceptanceRequired: service.acceptanceRequired,
    ManagesVpcEndpoints: service.own?.managesEndpoints ?? false,
    ...(service.own?.payer ? { PayerResponsibility: service.own.payer } : {}),
    Tags: service.own?.account === caller.account ? tagList(service.own.tags) : [],
    SupportedIpAddressTypes: [...service.ipAddressTypes] as ServiceDetail['SupportedIpAddressTypes'],
  };
}

/** In the consumer's own names; a list across Regions has none (aws-facts §4). */
function zones({ region, zoneIDs }: OfferedService, { region: own, account, world }: Caller): Partial<ServiceDetail> {
  if (region !== own) return { AvailabilityZoneIds: [], AvailabilityZones: [] };
  return { AvailabilityZoneIds: [...zoneIDs], AvailabilityZones: zoneIDs.map((zoneID) => world.zoneName(account, zoneID)).sort() };
}

function privateNames({ own, privateNames: names }: OfferedService): Partial<ServiceDetail> {
  const all = own?.privateDNS ? [own.privateDNS.name] : names;
  const [first] = all;
  if (first === undefined) return {};
  return {
    PrivateDnsName: first,
    PrivateDnsNames: all.map((PrivateDnsName) => ({ PrivateDnsName })),
    PrivateDnsNameVerificationState: own?.privateDNS?.state ?? 'verified',
  };
}
