import type { Caller } from '../../handler.ts';
import type { Endpoint, EndpointService, World } from '../../world.ts';
import { awsServices } from './aws-services.ts';
import { isPermitted } from './principals.ts';

/** A service as a consumer meets it: AWS's own, or another account's. S3 is two, one per type. */
export interface OfferedService {
  readonly id: string;
  readonly name: string;
  readonly type: 'Interface' | 'Gateway' | 'GatewayLoadBalancer';
  readonly region: string;
  /** An account ID, or `amazon`. */
  readonly owner: string;
  readonly zoneIDs: readonly string[];
  readonly baseName: string;
  /** The names that private DNS would take over; none while the provider's name is not verified. */
  readonly privateNames: readonly string[];
  readonly policySupported: boolean;
  readonly acceptanceRequired: boolean;
  readonly ipAddressTypes: readonly string[];
  /** The record behind it, unless AWS owns it. */
  readonly own: EndpointService | undefined;
}

const awsCatalogs = new WeakMap<World, Map<string, readonly OfferedService[]>>();

function awsServicesOf(world: World, region: string): readonly OfferedService[] {
  const catalogs = awsCatalogs.get(world) ?? new Map<string, readonly OfferedService[]>();
  awsCatalogs.set(world, catalogs);
  const known = catalogs.get(region);
  if (known) return known;
  const made = awsServices(region, world.zones.get(region) ?? []);
  catalogs.set(region, made);
  return made;
}

function offered(service: EndpointService): OfferedService {
  const { privateDNS } = service;
  return {
    id: service.id,
    name: service.name,
    type: service.type,
    region: service.region,
    owner: service.account,
    zoneIDs: service.zoneIDs,
    baseName: baseName(service),
    privateNames: privateDNS?.state === 'verified' ? [privateDNS.name] : [],
    policySupported: false,
    acceptanceRequired: service.acceptanceRequired,
    ipAddressTypes: service.supportedIPAddressTypes,
    own: service,
  };
}

export function baseName(service: Pick<EndpointService, 'id' | 'region'>): string {
  return `${service.id}.${service.region}.vpce.amazonaws.com`;
}

/** All services of `region` that the caller may use: permission decides what it can see at all. */
export function visibleServices(caller: Caller, region: string): OfferedService[] {
  const own = [...caller.world.endpointServices.values()].filter(
    (service) => service.region === region && reachable(service, caller) && isLive(service) && isPermitted(service, caller),
  );
  const remote = region !== caller.region;
  return [...(remote ? [] : awsServicesOf(caller.world, region)), ...own.map(offered)];
}

/** The visible service of that name and type, or undefined: unknown and not permitted look alike. */
export function findService(
  caller: Caller,
  name: string,
  { region, type }: { readonly region: string; readonly type: OfferedService['type'] | undefined },
): OfferedService | undefined {
  const named = visibleServices(caller, region).filter((service) => service.name === name);
  return named.find((service) => service.type === type) ?? named[0];
}

/** The names under which AWS's own services answer in public, in all Regions. */
export function awsPublicNames(world: World): readonly string[] {
  return [...world.zones.keys()].flatMap((region) => awsServicesOf(world, region)).flatMap(({ privateNames }) => privateNames);
}

/** The service behind an endpoint, whatever has become of the permission since, or undefined once it is gone. */
export function serviceBehind(
  { serviceName, serviceRegion, type }: Pick<Endpoint, 'serviceName' | 'serviceRegion' | 'type'>,
  world: World,
): OfferedService | undefined {
  const own = ownServiceByName(world, serviceName);
  if (own) return offered(own);
  return awsServicesOf(world, serviceRegion).find((service) => service.name === serviceName && service.type === type);
}

export function ownServiceByName(world: World, name: string): EndpointService | undefined {
  return world.endpointServices.get(name.slice(name.lastIndexOf('.') + 1));
}

function reachable({ region, supportedRegions }: EndpointService, caller: Caller): boolean {
  return region === caller.region || supportedRegions.includes(caller.region);
}

function isLive({ state }: EndpointService): boolean {
  return state === 'Available' || state === 'Pending';
}
